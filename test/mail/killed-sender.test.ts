// The sender dies while it hands messages to a real Postfix: none is lost, and of each at most one more arrives.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { minutes } from '../../src/kernel/index.ts';
import { type FreshDatabase, freshDatabase } from '../support/databases.ts';
import { freePorts } from '../support/ports.ts';
import { postfixTest, sharedPostfix, until } from '../support/postfix.ts';
import { takingBounces } from './bounces.ts';
import { routeTo, startNextHop } from './next-hop.ts';
import { aSender, followed, type Sender } from './sender.ts';

const hop = await startNextHop();
const bouncesPort = await freePorts(1);
after(() => hop.stop());

const relay = sharedPostfix(async () => ({
  transport: { 'example.com': hop.route, 'bounces.example.com': routeTo(bouncesPort) },
}));

interface Scene {
  sender: Sender;
  address: FreshDatabase['address'];
  ids: string[];
}

/** Messages that are recorded and not sent yet. */
async function recorded(t: TestContext, recipients: string[]): Promise<Scene> {
  hop.answer = () => undefined;
  hop.arrived.length = 0;
  const fresh = await freshDatabase('sqlite', t);
  const sender = await aSender(t, await relay(), { fresh, follow: followed({ reports: false }) });
  const ids = await Promise.all(recipients.map((to) => sender.record(to)));
  return { sender, address: fresh.address, ids };
}

/** Starts a sender, and kills it once `dying` says so; gives back whom it had a message accepted for by then. */
async function sendAndKill(
  { address }: Scene,
  dying: (accepted: string[]) => boolean | Promise<boolean>,
  ...hold: 'hold'[]
): Promise<string[]> {
  const file = 'file' in address ? address.file : assert.fail('It is a file.');
  const args = ['test/mail/sender-process.ts', file, String((await relay()).port), ...hold];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const accepted = () => [...said.matchAll(/^accepted (\S+)$/gm)].map(([, to = '']) => to);
  await until('it is time to kill the sender', () => dying(accepted()));
  child.kill('SIGKILL');
  await ended;
  return accepted();
}

/** The next one takes over what the dead one had, once its lease has run out. */
async function takeOver({ sender, ids }: Scene): Promise<void> {
  sender.clock.advance(minutes(2));
  await sender.sendDueMessages();
  for (const id of ids) await sender.becomes(id, 'sent');
  await (await relay()).untilEmpty();
}

const numbered = (count: number) => Array.from({ length: count }, (_, number) => `ada-${number}@example.com`);

/** How often each message has arrived, and that it was the same one each time. */
function arrivals(recipients: string[]): number[] {
  return recipients.map((recipient) => {
    const ids = hop.arrived.filter(({ to }) => to === recipient).map(({ mail }) => mail.messageId);
    assert.equal(new Set(ids).size, 1, 'receivers can tell that it is the same message');
    return ids.length;
  });
}

postfixTest(
  'a sender that dies between “accepted” and writing it down has that one sent twice',
  async (t) => {
    const recipients = numbered(15);
    const scene = await recorded(t, recipients);
    const accepted = await sendAndKill(scene, (to) => to.length >= 3, 'hold');
    await takeOver(scene);
    for (const [number, count] of arrivals(recipients).entries()) {
      const { recipient, tries } = await scene.sender.message(scene.ids[number] ?? '');
      assert.ok(count <= tries, 'each try hands it over once at most');
      if (accepted.includes(recipient)) assert.equal(count, 2);
    }
  },
);

for (const moment of [0, 30]) {
  postfixTest(
    `a sender that dies amid it (${moment} ms) loses none, and sends none three times`,
    async (t) => {
      const recipients = numbered(20);
      const scene = await recorded(t, recipients);
      await sendAndKill(scene, async (to) => to.length > 0 && sleep(moment, true));
      await takeOver(scene);
      assert.ok(arrivals(recipients).every((count) => count === 1 || count === 2));
    },
  );
}

postfixTest('what the dead sender had accepted and then bounced is not sent again', async (t) => {
  const scene = await recorded(t, ['ada@example.com']);
  await takingBounces(scene.sender, { port: bouncesPort });
  hop.answer = () => '550 5.1.1 No Ada lives here';
  await sendAndKill(scene, (to) => to.length === 1, 'hold');
  const { sender, ids } = scene;
  const [id = ''] = ids;
  await sender.becomes(id, 'bounced');
  sender.clock.advance(minutes(2));
  await sender.sendDueMessages();
  const { state, tries } = await sender.message(id);
  assert.deepEqual([state, tries], ['bounced', 1]);
});
