import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { eachDatabase, type FreshDatabase, onDatabase } from '../../../test/support/databases.ts';
import { sendingNode } from '../../../test/support/sending-node.ts';
import { recordEvent } from '../../features/audit/index.ts';
import { type NewMessage, recordMessage } from '../../features/messages/index.ts';
import { verifyServiceAccount } from '../../features/services/index.ts';
import { spendTry } from '../../features/throttle/index.ts';
import { minutes, seconds } from '../../kernel/index.ts';
import { openHashing } from '../../platform/hashing/index.ts';
import { droppedConnections, requests } from '../../platform/http/index.ts';
import { measuring } from '../../platform/metrics/index.ts';
import { serveMetrics } from './index.ts';

const notice: NewMessage = {
  kind: 'account-created',
  to: 'ada@example.com',
  about: 'account:ada',
  fields: { firstName: 'Canary' },
};

async function watched({ db, kind, outlives }: FreshDatabase) {
  const node = sendingNode(db);
  const hashing = openHashing({ memoryKiB: 64, passes: 1 });
  const signOns = measuring<{ service: string; by: 'session' | 'page' }>('sign-on of the test');
  const server = await serveMetrics(
    { ...node.deps, databaseKind: kind, hashing, signOns },
    { listen: { host: '127.0.0.1', port: 0 } },
  );
  outlives(server);
  const at = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
  const record = (to: string) => recordMessage(node.deps, { ...notice, to });
  return {
    ...node,
    hashing,
    signOns,
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
    const messages = (text: string) =>
      text.split('\n').filter((line) => line.startsWith('master_account_messages'));
    const before = messages(await metrics());
    await record('ada@example.com');
    assert.deepEqual(messages(await metrics()), before);
  },
);

onDatabase(
  'sqlite',
  'sign-ins, single sign-ons, verifiers, throttling and requests are counted',
  async (fresh) => {
    const { metrics, deps, clock, signOns } = await watched(fresh);
    const who = 'account:canary' as const;
    await recordEvent(deps, { what: 'signed-in', outcome: 'done', who });
    await recordEvent(deps, { what: 'password-given', outcome: 'done', who });
    await recordEvent(deps, { what: 'password-given', outcome: 'refused', who });
    await recordEvent(deps, { what: 'second-factor-given', outcome: 'refused', who });
    await recordEvent(deps, { what: 'second-factor-given', outcome: 'totp', who });
    signOns.tell({ service: 'managed-hosting', by: 'session' });
    requests.tell({ route: '/sign-in/:attempt', method: 'GET', status: '2xx', seconds: 0.01 });
    droppedConnections.tell({});
    for (let tries = 0; tries < 21; tries++) await spendTry(deps, 'registrations', '192.0.2.77');
    const verifier = {
      type: 'http',
      url: 'http://127.0.0.1:9/verify',
      secret: `whsec_${'A'.repeat(32)}`,
    } as const;
    const service = { id: 'private-cloud', verifier, client: { internalHosts: [] } };
    await verifyServiceAccount(deps, { service, username: 'canary', password: 'canary' });
    clock.advance(seconds(6));
    const text = await metrics();
    for (const line of [
      'master_account_sign_ins_total{outcome="done"} 1',
      'master_account_sign_ins_total{outcome="password-refused"} 1',
      'master_account_sign_ins_total{outcome="code-refused"} 1',
      'master_account_audit_events_total{event="second-factor-given",outcome="totp"} 1',
      'master_account_sign_ons_total{service="managed-hosting",by="session"} 1',
      'master_account_http_requests_total{route="/sign-in/:attempt",method="GET",status="2xx"} 1',
      'master_account_dropped_connections_total 1',
      'master_account_throttled_total{budget="registrations"} 1',
      'master_account_verifier_duration_seconds_count{service="private-cloud",outcome="unavailable"} 1',
    ]) {
      assert.ok(text.split('\n').includes(line), `${line} in\n${text}`);
    }
    assert.doesNotMatch(text, /canary|192\.0\.2/);
  },
);

onDatabase(
  'sqlite',
  'the queue of passwords is told by who waits, who is worked on, and for how long',
  async (fresh) => {
    const { metrics, hashing } = await watched(fresh);
    const hashed = Array.from({ length: 8 }, () => hashing.hashPassword('canary'));
    const during = await metrics();
    const waiting = Number(/hash_queue_passwords\{state="waiting"\} (\d+)/.exec(during)?.[1]);
    assert.ok(waiting > 0, during);
    await Promise.all(hashed);
    const after = await metrics();
    assert.match(after, /hash_queue_passwords\{state="waiting"\} 0$/m);
    assert.match(after, /^master_account_hash_queue_wait_seconds_count 8$/m);
    assert.match(after, /^master_account_hash_duration_seconds_count 8$/m);
    assert.match(after, /^master_account_hashes_total\{outcome="done"\} 8$/m);
  },
);

eachDatabase(
  'the database is told by its commits and its size, and on PostgreSQL by waiting for it',
  async (fresh) => {
    const { metrics, record, clock } = await watched(fresh);
    await fresh.db.transaction().execute(async (trx) => {
      await trx.deleteFrom('messages').execute();
    });
    await record('ada@example.com');
    clock.advance(seconds(6));
    const text = await metrics();
    const count = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
    assert.ok(count('master_account_database_commit_duration_seconds_count') >= 1, text);
    assert.ok(count('master_account_database_transactions_total') >= 1, text);
    assert.ok(count('master_account_database_size_bytes') > 10_000, text);
    const waits = count('master_account_database_pool_wait_seconds_count');
    assert.equal(waits > 0, fresh.kind === 'postgres');
  },
);

onDatabase('sqlite', 'every metric is named as Prometheus has it, and explained', async (fresh) => {
  const { metrics, at } = await watched(fresh);
  await metrics();
  const types = [...(await (await at('/metrics')).text()).matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  const ours = types.filter(([, name]) => name?.startsWith('master_account_'));
  assert.ok(ours.length >= 15, `${ours.length}`);
  for (const [, name = '', type] of ours) {
    assert.equal(name.endsWith('_total'), type === 'counter', name);
    if (type === 'histogram') assert.match(name, /_seconds$/);
    assert.doesNotMatch(name, /_(ms|millis|kb|mb|minutes)$/);
  }
  assert.ok(types.some(([, name]) => name === 'nodejs_eventloop_lag_p99_seconds'));
  assert.ok(types.some(([, name]) => name === 'process_resident_memory_bytes'));
});

onDatabase(
  'sqlite',
  'the dashboard asks for metrics that there are, and the papers name each',
  async (fresh) => {
    const { metrics } = await watched(fresh);
    const named = new Set([...(await metrics()).matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name]) => name));
    const dashboard = JSON.parse(readFileSync('docs/operating/grafana-dashboard.json', 'utf8'));
    const queries: string[] = dashboard.panels.flatMap((panel: { targets?: { expr: string }[] }) =>
      (panel.targets ?? []).map(({ expr }) => expr),
    );
    assert.ok(queries.length >= 15);
    const rules = readFileSync('docs/operating/alerts.yaml', 'utf8');
    for (const text of [...queries, rules]) {
      for (const [asked] of text.matchAll(/\b(master_account|nodejs|process)_[a-z0-9_]+\b/g)) {
        const name = asked.replace(/_(bucket|sum|count)$/, '');
        assert.ok(named.has(asked) || named.has(name), `${asked} in ${text}`);
      }
    }
    const paper = readFileSync('docs/operating.md', 'utf8');
    for (const name of named) {
      if (name?.startsWith('master_account_'))
        assert.ok(paper.includes(name), `docs/operating.md names ${name}`);
    }
  },
);
