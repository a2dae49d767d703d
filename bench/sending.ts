// How fast messages are sent, and how many come twice when the program is killed each second:
//
//     node bench/sending.ts [messages] [round trip]        on a machine that does nothing else
//
// The round trip is how many milliseconds the way to the relay and back takes: 0, unless told, for one nearby.
import { setTimeout as sleep } from 'node:timers/promises';
import { AWAITED_AT_ONCE } from '../src/features/messages/sending/turns.ts';
import { startReceiver } from '../test/support/counting-receiver.ts';
import { type MailProgram, mailProgram, queueMessages } from '../test/support/mail-program.ts';
import { type Line, print } from './lines.ts';

const messages = Number(process.argv[2] ?? 10_000);
const roundTrip = Number(process.argv[3] ?? 0);

async function waitingIn({ db }: MailProgram): Promise<number> {
  const { count } = await db
    .selectFrom('messages')
    .select((row) => row.fn.countAll().as('count'))
    .where('state', '!=', 'sent')
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function sendAll(whileSending: (program: MailProgram) => Promise<void>) {
  const receiver = await startReceiver({ roundTrip });
  const program = await mailProgram(receiver.port);
  await queueMessages(program, messages);
  const startedAt = performance.now();
  await program.start();
  while ((await waitingIn(program)) > 0) await whileSending(program);
  const took = performance.now() - startedAt;
  const counts = Object.values(await receiver.counts());
  await program.end();
  await receiver.stop();
  const arrived = counts.length;
  const twice = counts.reduce((sum, each) => sum + each - 1, 0);
  return { took, arrived, twice };
}

let kills = 0;
const killed = await sendAll(async (program) => {
  await sleep(1000);
  await program.kill();
  kills += 1;
  await program.start();
});
const undisturbed = await sendAll(() => sleep(100));
const lines: Line[] = [
  { what: 'sending', measured: (messages * 1000) / undisturbed.took, unit: 'messages/s' },
  { what: 'killed', measured: kills, unit: 'times' },
  { what: 'lost', measured: messages - killed.arrived, unit: 'messages', limit: 0 },
  // Of those that the relay had, and had not answered yet, when the program died: nobody can tell. Of one far away a few
  // answers are on their way at any moment.
  {
    what: 'twice',
    measured: killed.twice,
    unit: 'messages',
    limit: roundTrip > 0 ? kills * AWAITED_AT_ONCE : messages / 1000,
  },
  { what: 'twice, undisturbed', measured: undisturbed.twice, unit: 'messages', limit: 0 },
];
print(lines);
