import assert from 'node:assert/strict';
import { eachDatabase, type FreshDatabase } from '../../../test/support/databases.ts';
import { sendingNode } from '../../../test/support/sending-node.ts';
import { type NewMessage, recordMessage } from '../../features/messages/index.ts';
import { minutes, seconds } from '../../kernel/index.ts';
import { serveMetrics } from './index.ts';

const notice: NewMessage = {
  kind: 'account-created',
  to: 'ada@example.com',
  about: 'account:ada',
  fields: { firstName: 'Canary' },
};

async function watched({ db, outlives }: FreshDatabase) {
  const node = sendingNode(db);
  const server = await serveMetrics(node.deps, { listen: { host: '127.0.0.1', port: 0 } });
  outlives(server);
  const at = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
  const record = (to: string) => recordMessage(node.deps, { ...notice, to });
  return {
    ...node,
    at,
    record,
    async metrics() {
      const answer = await at('/metrics');
      assert.equal(answer.status, 200);
      return answer.text();
    },
  };
}

eachDatabase('messages are told by state and channel, and how long one has been due', async (fresh) => {
  const { metrics, record, send, clock } = await watched(fresh);
  await record('ada@example.com');
  await send();
  await record('bob@example.com');
  clock.advance(minutes(2));
  const text = await metrics();
  assert.match(text, /^master_account_messages\{channel="email",state="sent"\} 1$/m);
  assert.match(text, /^master_account_messages\{channel="email",state="queued"\} 1$/m);
  assert.match(text, /^master_account_oldest_due_message_seconds 120$/m);
  assert.doesNotMatch(text, /ada|bob|Canary/);
  await send();
  clock.advance(seconds(5));
  const after = await metrics();
  assert.match(after, /^master_account_messages\{channel="email",state="sent"\} 2$/m);
  assert.doesNotMatch(after, /state="queued"/);
  assert.match(after, /^master_account_oldest_due_message_seconds 0$/m);
});

eachDatabase('events are counted once each, and never fewer than before', async (fresh) => {
  const { metrics, record, send, clock } = await watched(fresh);
  const sum = (text: string, what: string) =>
    [...text.matchAll(new RegExp(`events_total\\{what="${what}",[^}]*\\} (\\d+)`, 'g'))].reduce(
      (total, [, count]) => total + Number(count),
      0,
    );
  clock.advance(seconds(1));
  for (let count = 0; count < 3; count++) await record('ada@example.com');
  await send();
  clock.advance(seconds(10));
  assert.equal(sum(await metrics(), 'sent'), 3);
  clock.advance(seconds(10));
  assert.equal(sum(await metrics(), 'sent'), 3);
  await fresh.db.deleteFrom('messageEvents').execute();
  await record('ada@example.com');
  await send();
  clock.advance(seconds(10));
  assert.equal(sum(await metrics(), 'sent'), 4);
});

eachDatabase(
  'however many domains strangers type, twenty have a name and the rest is other',
  async (fresh) => {
    const { metrics, record, send, clock } = await watched(fresh);
    clock.advance(seconds(1));
    for (let domain = 0; domain < 25; domain++) {
      for (let count = 0; count < 11; count++) await record(`ada-${count}@domain-${domain}.example`);
    }
    for (let domain = 0; domain < 50; domain++) await record(`ada@once-${domain}.example`);
    await send();
    clock.advance(seconds(10));
    const names = new Set([...(await metrics()).matchAll(/domain="([^"]+)"/g)].map(([, name]) => name));
    assert.equal(names.size, 21);
    assert.ok(names.has('other'));
    assert.ok(![...names].some((name) => name?.startsWith('once')));
  },
);

eachDatabase(
  'nothing but the metrics is there, and nobody who asks often causes more looks',
  async (fresh) => {
    const { at, metrics, record } = await watched(fresh);
    for (const path of ['/', '/metrics/x', '/healthz', '//', '/sign-in']) {
      assert.equal((await at(path)).status, 404, path);
    }
    assert.equal((await at('/metrics', { method: 'POST' })).status, 405);
    const before = await metrics();
    await record('ada@example.com');
    assert.equal(await metrics(), before);
  },
);
