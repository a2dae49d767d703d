// The real program, killed with `kill -9` again and again while it sends: every message arrives, and the program knows.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startReceiver } from '../support/counting-receiver.ts';
import { mailProgram, queueMessages } from '../support/mail-program.ts';

const MESSAGES = 60;
const KILLS = 2;

test('of messages that are being sent none is lost, however often the program is killed', async (t) => {
  const receiver = await startReceiver();
  t.after(() => receiver.stop());
  const program = await mailProgram(receiver.port);
  t.after(() => program.end());
  await queueMessages(program, MESSAGES);
  const arrived = async () => Object.keys(await receiver.counts()).length;
  for (let kills = 0; kills < KILLS; kills++) {
    await program.start();
    // At moments of every kind: soon after the start, and in the middle of its work.
    const next = Math.min((await arrived()) + randomInt(1, 30), MESSAGES);
    while ((await arrived()) < next) await sleep(1);
    await program.kill();
  }
  await program.start();
  const waiting = async () =>
    (await program.db.selectFrom('messages').select('id').where('state', '!=', 'sent').execute()).length;
  while ((await waiting()) > 0) await sleep(20);

  const { db } = program;
  const messages = await db.selectFrom('messages').select(['id', 'sealedFields', 'leasedUntil']).execute();
  const counts = await receiver.counts();
  const lost = messages.filter(({ id }) => counts[`${id}@ctl.io`] === undefined);
  assert.deepEqual(lost, []);
  assert.ok(
    messages.every(({ sealedFields, leasedUntil }) => sealedFields === null && leasedUntil === null),
    'each is settled: nothing fills it any more, and nobody holds it',
  );
  const events = await db
    .selectFrom('messageEvents')
    .select('messageId')
    .where('what', '=', 'sent')
    .execute();
  assert.equal(events.length, MESSAGES, 'each is known as sent once');
});
