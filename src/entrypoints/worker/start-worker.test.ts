import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase } from '../../../test/support/databases.ts';
import { accepted, sendingNode } from '../../../test/support/sending-node.ts';
import { migrations as accounts } from '../../features/accounts/index.ts';
import { migrations as messages, type NewMessage, recordMessage } from '../../features/messages/index.ts';
import { migrations as throttle } from '../../features/throttle/index.ts';
import { minutes, seconds } from '../../kernel/index.ts';
import { type Chores, startWorker } from './index.ts';

const notice: NewMessage = {
  kind: 'account-created',
  to: 'ada@example.com',
  about: 'account:ada',
  fields: { firstName: 'Ada' },
};

async function working(t: TestContext, chores: { flushes?: Chores; sweeps?: Chores } = {}) {
  const { db } = await freshDatabase('sqlite', t, { migrations: [...accounts, ...messages, ...throttle] });
  const node = sendingNode(db);
  const logged: unknown[] = [];
  const log = { ...node.deps.log, error: (facts: object) => void logged.push(facts) };
  const worker = startWorker({ ...node.deps, log, often: {}, flushes: {}, sweeps: {}, ...chores });
  t.after(() => worker.stop());
  return { ...node, worker, logged };
}

test('a message is sent within a moment of being recorded', async (t) => {
  const { deps, sent } = await working(t);
  const started = performance.now();
  await recordMessage(deps, notice);
  while (sent.length === 0) await sleep(5);
  assert.ok(performance.now() - started < 500);
});

test('a message that nobody told of, such as one to be tried again, is found within about a second', async (t) => {
  const { deps, sent, relay, clock } = await working(t);
  relay.answer = async () => ({ outcome: 'not-now', words: 'busy' });
  await recordMessage(deps, notice);
  const stateOf = () => deps.db.selectFrom('messages').select('state').executeTakeFirstOrThrow();
  while ((await stateOf()).state !== 'deferred') await sleep(5);
  relay.answer = async () => accepted;
  clock.advance(seconds(10));
  const started = performance.now();
  while (sent.length < 2) await sleep(5);
  assert.ok(performance.now() - started < 1500);
});

test('running once sends, flushes and sweeps, and a chore that fails holds up no other', async (t) => {
  const done: string[] = [];
  const { deps, sent, worker, logged } = await working(t, {
    flushes: {
      broken: () => Promise.reject(new Error('The disk is full.')),
      'link use': async () => void done.push('link use'),
    },
    sweeps: { throttle: async () => void done.push('throttle') },
  });
  await recordMessage(deps, notice);
  await worker.runOnce();
  assert.equal(sent.length, 1);
  assert.deepEqual(done.sort(), ['link use', 'throttle']);
  assert.deepEqual(
    logged.map((facts) => (facts as { chore: string }).chore),
    ['broken'],
  );
});

test('stopping writes what was gathered, and takes less than a second even while a message is under way', async (t) => {
  let flushed = 0;
  const { deps, sent, relay, worker } = await working(t, { flushes: { links: async () => void flushed++ } });
  const { promise, resolve } = Promise.withResolvers<never>();
  relay.answer = () => promise;
  await recordMessage(deps, notice);
  while (sent.length === 0) await sleep(5);
  const started = performance.now();
  await worker.stop();
  assert.ok(performance.now() - started < 1000);
  assert.equal(flushed, 1);
  resolve(undefined as never);
});

test('a message under way when the worker stops is waited for, and its lease is given back', async (t) => {
  const { deps, sent, relay, worker } = await working(t);
  const { promise, resolve } = Promise.withResolvers<typeof accepted>();
  relay.answer = () => promise;
  await recordMessage(deps, notice);
  while (sent.length === 0) await sleep(5);
  const stopping = worker.stop(minutes(1));
  await recordMessage(deps, { ...notice, to: 'bob@example.com' });
  resolve(accepted);
  await stopping;
  const rows = await deps.db
    .selectFrom('messages')
    .select(['recipient', 'state', 'leasedUntil'])
    .orderBy('recipient')
    .execute();
  assert.deepEqual(rows, [
    { recipient: 'ada@example.com', state: 'sent', leasedUntil: null },
    { recipient: 'bob@example.com', state: 'queued', leasedUntil: null },
  ]);
});

test('after stopping nothing is sent any more', async (t) => {
  const { deps, sent, worker } = await working(t);
  await worker.stop();
  await recordMessage(deps, notice);
  await sleep(1200);
  assert.equal(sent.length, 0);
});
