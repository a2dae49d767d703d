// THREATS 29, 42: a service, and nobody else, ends the links to its own accounts.
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { serve } from '@hono/node-server';
import { Webhook } from 'standardwebhooks';
import { serviceSignals } from '../../src/entrypoints/service-signals/index.ts';
import { migrations as accounts } from '../../src/features/accounts/index.ts';
import { migrations as audit } from '../../src/features/audit/index.ts';
import { findLink, linkServiceAccount, migrations as links } from '../../src/features/links/index.ts';
import { migrations as messages } from '../../src/features/messages/index.ts';
import { type Service, servicesSchema } from '../../src/features/services/index.ts';
import { minutes, newId } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { openSealing } from '../../src/platform/sealing/index.ts';
import { fakeClock } from '../support/clock.ts';
import { eachDatabase as eachDatabaseWith } from '../support/databases.ts';

const eachDatabase: typeof eachDatabaseWith = (title, body) =>
  eachDatabaseWith(title, body, { migrations: [...accounts, ...audit, ...links, ...messages] });

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
const configured = (id: string, key: number, signals = true) => ({
  id,
  name: id,
  color: { light: '#0f766e', dark: '#5eead4' },
  url: 'https://service.example.com/',
  forgottenPasswordUrl: 'https://service.example.com/forgotten',
  support: { name: 'Client Response Center', email: 'crc@example.com' },
  verifier: { type: 'http', url: 'https://service.example.com/verify', secret: secretOf(key + 100) },
  ...(signals && { signals: { secret: secretOf(key) } }),
  client: {
    clientId: id,
    clientSecret: 'x'.repeat(32),
    redirectUris: ['https://service.example.com/callback'],
  },
});
const services: Service[] = servicesSchema.parse([
  configured('managed-hosting', 1),
  configured('private-cloud', 2),
  configured('public-cloud', 3, false),
]);

/** Master Account as a service reaches it; ada's account is linked to u-1 at every service. */
async function world(db: Db, t: TestContext) {
  const clock = fakeClock();
  const endings: object[] = [];
  const logged: unknown[] = [];
  const say = (...line: unknown[]) => void logged.push(line);
  const app = serviceSignals({
    db,
    clock,
    services,
    sealing: openSealing([Buffer.alloc(32, 1)]),
    trustedProxies: [],
    log: { info: say, warn: say, error: say },
    endServiceSessions: async (_, ended) => {
      endings.push(ended);
      return { accountIds: [] };
    },
    forgetProofsOf: async () => undefined,
  });
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => new Promise((resolve) => server.close(resolve)));
  for (const service of services) {
    const proof = { serviceId: service.id, account: { id: 'u-1', username: 'ada' } };
    await linkServiceAccount({ db, clock }, { accountId: 'ada', service, proof });
  }
  const { port } = server.address() as AddressInfo;

  async function call(change: Partial<ReturnType<typeof signed>> = {}, serviceId = 'managed-hosting') {
    const { body, headers } = { ...signed(), ...change };
    const url = `http://127.0.0.1:${port}/services/${serviceId}/signals`;
    const response = await fetch(url, { method: 'POST', body, headers });
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  }
  function signed({ secret = secretOf(1), id = `msg_${newId()}`, body = deleted('u-1'), age = 0 } = {}) {
    const at = new Date(clock.now() - age);
    const signature = new Webhook(secret).sign(id, at, body);
    const timestamp = String(Math.floor(at.getTime() / 1000));
    return {
      body,
      headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
    };
  }
  const isLinked = async (serviceId: string) =>
    (await findLink(db, { accountId: 'ada', serviceId })) !== undefined;
  return { clock, call, signed, isLinked, endings, logged };
}

const deleted = (id: string) => JSON.stringify({ type: 'account.deleted', account: { id } });

eachDatabase(
  'a service ends the link to its account, what was opened with it, and nothing at other services',
  async ({ db }, t) => {
    const { call, isLinked, endings } = await world(db, t);
    assert.deepEqual(await call(), { status: 200, answer: { ended: 1 } });
    assert.ok(!(await isLinked('managed-hosting')));
    assert.ok(await isLinked('private-cloud'));
    assert.deepEqual(endings, [
      { serviceId: 'managed-hosting', serviceAccountId: 'u-1', accountIds: ['ada'] },
    ]);
    const event = await db.selectFrom('auditEvents').selectAll().executeTakeFirstOrThrow();
    assert.equal(event.from, '127.0.0.1');
    assert.match(event.reference ?? '', /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  },
);

eachDatabase('the key of one service ends nothing at another', async ({ db }, t) => {
  const { call, signed, isLinked } = await world(db, t);
  const { status, answer } = await call(signed({ secret: secretOf(2) }));
  assert.deepEqual([status, answer['error']], [401, 'wrong-signature']);
  assert.ok(await isLinked('managed-hosting'));
});

eachDatabase('the key that we sign our questions with ends nothing', async ({ db }, t) => {
  const { call, signed } = await world(db, t);
  assert.equal((await call(signed({ secret: secretOf(101) }))).status, 401);
});

eachDatabase(
  'a call that is forged, stale, changed, unsigned or for nobody ends nothing',
  async ({ db }, t) => {
    const { call, signed, isLinked, endings, logged } = await world(db, t);
    const refused = [
      ['stale', await call(signed({ age: minutes(6) }))],
      ['stale', await call(signed({ age: -minutes(6) }))],
      ['wrong-signature', await call({ ...signed(), body: deleted('u-2') })],
      ['not-signed', await call({ headers: {} as never })],
      ['unknown-service', await call({}, 'nothing')],
      ['unknown-service', await call(signed({ secret: secretOf(3) }), 'public-cloud')],
    ] as const;
    for (const [error, { status, answer }] of refused)
      assert.deepEqual([status, answer['error']], [401, error]);
    assert.ok(await isLinked('managed-hosting'));
    assert.deepEqual(endings, []);
    assert.doesNotMatch(JSON.stringify(logged), /whsec_|v1,/);
  },
);

eachDatabase('a signed call that says nothing we know is refused in words', async ({ db }, t) => {
  const { call, signed, isLinked } = await world(db, t);
  const bodies = [
    '',
    'no JSON',
    'null',
    '[]',
    '{"type":"account.renamed","account":{"id":"u-1"}}',
    '{"type":"account.deleted"}',
    '{"type":"account.deleted","account":{"id":""}}',
    '{"type":"account.deleted","account":{"id":["u-1"]}}',
    '{"type":"account.deleted","account":{"id":1}}',
  ];
  for (const body of bodies) {
    const { status, answer } = await call(signed({ body }));
    assert.deepEqual([status, answer['error']], [400, 'not-a-signal'], body);
  }
  assert.ok(await isLinked('managed-hosting'));
});

eachDatabase('a body without end is not read', async ({ db }, t) => {
  const { call, signed } = await world(db, t);
  const { status } = await call(signed({ body: deleted('u'.repeat(20_000)) }));
  assert.equal(status, 413);
});

eachDatabase('a call replayed after the service account was linked anew ends nothing', async ({ db }, t) => {
  const { call, signed, isLinked, clock, endings } = await world(db, t);
  const once = signed();
  assert.deepEqual((await call(once)).answer, { ended: 1 });
  const [service] = services as [Service];
  const proof = { serviceId: service.id, account: { id: 'u-1', username: 'ada' } };
  await linkServiceAccount({ db, clock }, { accountId: 'ada', service, proof });
  assert.deepEqual((await call(once)).answer, { ended: 1 });
  assert.ok(await isLinked('managed-hosting'));
  assert.equal(endings.length, 1);
});

eachDatabase('an id that no database can hold is no fault of ours', async ({ db }, t) => {
  const { call, signed } = await world(db, t);
  for (const id of ['\u0000', '\ud800', "'; drop table links; --"]) {
    const { status } = await call(signed({ body: deleted(id) }));
    assert.ok(status === 200 || status === 400, `${status}`);
  }
});
