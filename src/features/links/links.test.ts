import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase as eachDatabaseWith, type FreshDatabase } from '../../../test/support/databases.ts';
import { minutes, seconds } from '../../kernel/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { migrations as accountsMigrations, insertAccount } from '../accounts/index.ts';
import { migrations as auditMigrations } from '../audit/index.ts';
import { migrations as messagesMigrations } from '../messages/index.ts';
import { acceptSignal, sweepSignals } from './accept-signal.ts';
import { linkServiceAccount } from './link-service-account.ts';
import { gatherLinkUse } from './link-use.ts';
import { migrations as linksMigrations } from './links.migrations.ts';
import { findEndedLink, findLink, listLinks } from './links.queries.ts';
import { ownerKey } from './owner-key.ts';

const migrations = [...accountsMigrations, ...linksMigrations, ...messagesMigrations, ...auditMigrations];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });
const service = { id: 'managed-hosting', sharingAllowed: false };
const proofOf = (id: string, serviceId = service.id) => ({
  serviceId,
  account: { id, username: `user ${id}` },
});

eachDatabase('a proven service account is linked and found again', async ({ db }) => {
  const deps = { db, clock: fakeClock() };
  const proof = { serviceId: service.id, account: { id: 'u-1', username: 'Ada', displayName: 'Ada L.' } };
  const linked = await linkServiceAccount(deps, { accountId: 'ada', service, proof });
  assert.ok(linked.ok);
  const link = await findLink(db, { accountId: 'ada', serviceId: service.id });
  assert.deepEqual({ ...link }, linked.value);
  assert.equal(link?.serviceAccountId, 'u-1');
  assert.equal(link.displayName, 'Ada L.');
  assert.deepEqual(await findLink(db, { accountId: 'bob', serviceId: service.id }), undefined);
});

eachDatabase(
  'that a service demands a second factor for its account is kept with the link',
  async ({ db }) => {
    const deps = { db, clock: fakeClock() };
    const demands = { ...proofOf('u-1').account, multiFactorRequired: true };
    const proof = { serviceId: service.id, account: demands };
    await linkServiceAccount(deps, { accountId: 'ada', service, proof });
    await linkServiceAccount(deps, { accountId: 'bob', service, proof: proofOf('u-2') });
    const demandedOf = async (accountId: string) =>
      (await findLink(db, { accountId, serviceId: service.id }))?.secondFactorRequiredAt;
    assert.equal(await demandedOf('ada'), deps.clock.now());
    assert.equal(await demandedOf('bob'), null);
  },
);

eachDatabase('an account has one link for a service', async ({ db }) => {
  const deps = { db, clock: fakeClock() };
  await linkServiceAccount(deps, { accountId: 'ada', service, proof: proofOf('u-1') });
  for (const proof of [proofOf('u-1'), proofOf('u-2')]) {
    const again = await linkServiceAccount(deps, { accountId: 'ada', service, proof });
    assert.deepEqual(again, { ok: false, error: 'already-linked' });
  }
});

eachDatabase('where a service allows sharing, a service account may have several owners', async ({ db }) => {
  const deps = { db, clock: fakeClock() };
  const shared = { ...service, sharingAllowed: true };
  for (const accountId of ['ada', 'bob']) {
    assert.ok((await linkServiceAccount(deps, { accountId, service: shared, proof: proofOf('u-1') })).ok);
  }
  const again = await linkServiceAccount(deps, { accountId: 'ada', service: shared, proof: proofOf('u-1') });
  assert.deepEqual(again, { ok: false, error: 'already-linked' });
});

eachDatabase('links made while sharing was allowed count when it no longer is', async ({ db }) => {
  const deps = { db, clock: fakeClock() };
  const shared = { ...service, sharingAllowed: true };
  await linkServiceAccount(deps, { accountId: 'ada', service: shared, proof: proofOf('u-1') });
  const late = await linkServiceAccount(deps, { accountId: 'bob', service, proof: proofOf('u-1') });
  assert.deepEqual(late, { ok: false, error: 'already-taken' });
});

eachDatabase('the links of an account are listed, oldest first', async ({ db }) => {
  const deps = { db, clock: fakeClock() };
  for (const id of ['private-cloud', 'managed-hosting']) {
    await linkServiceAccount(deps, {
      accountId: 'ada',
      service: { ...service, id },
      proof: proofOf('u-1', id),
    });
    deps.clock.advance(seconds(1));
  }
  const links = await listLinks(db, 'ada');
  assert.deepEqual(
    links.map((link) => link.serviceId),
    ['private-cloud', 'managed-hosting'],
  );
});

eachDatabase('last uses are gathered in memory and written when flushed', async ({ db, open }) => {
  const deps = { db, clock: fakeClock() };
  const writes: string[] = [];
  const watched = open({ onWrite: (sql) => writes.push(sql) });
  const linked = await linkServiceAccount(deps, { accountId: 'ada', service, proof: proofOf('u-1') });
  assert.ok(linked.ok);
  const linkUse = gatherLinkUse({ db: watched, clock: deps.clock });
  for (let uses = 0; uses < 100; uses++) linkUse.noteLinkUsed(linked.value.id);
  assert.equal(writes.length, 0);
  deps.clock.advance(minutes(1));
  await linkUse.flush();
  await linkUse.flush();
  assert.equal(writes.length, 1);
  const link = await findLink(db, { accountId: 'ada', serviceId: service.id });
  assert.equal(link?.lastUsedAt, deps.clock.now());
});

eachDatabase('more last uses than fit into one statement are all written', async ({ db }) => {
  const clock = fakeClock();
  const linkUse = gatherLinkUse({ db, clock });
  const last = await linkServiceAccount({ db, clock }, { accountId: 'ada', service, proof: proofOf('u-1') });
  assert.ok(last.ok);
  for (let link = 0; link < 1200; link++) linkUse.noteLinkUsed(`link-${link}`);
  linkUse.noteLinkUsed(last.value.id);
  await linkUse.flush();
  assert.equal((await findLink(db, { accountId: 'ada', serviceId: service.id }))?.lastUsedAt, clock.now());
});

/** What ends sessions at services, and remembers whose. */
function signalsOn(db: FreshDatabase['db'], opened: string[] = []) {
  const endings: object[] = [];
  const endServiceSessions = async (_: unknown, ended: object) => {
    endings.push(ended);
    return { accountIds: opened };
  };
  return {
    db,
    clock: fakeClock(),
    sealing: openSealing([Buffer.alloc(32, 5)]),
    endings,
    endServiceSessions,
    forgetProofsOf: async () => undefined,
  };
}

const deleted = {
  serviceId: service.id,
  serviceName: 'Managed Hosting',
  signalId: 'msg_1',
  type: 'account.deleted',
  serviceAccountId: 'u-1',
} as const;

eachDatabase('a signal ends every link to the service account, and the audit says why', async ({ db }) => {
  const deps = signalsOn(db);
  const shared = { ...service, sharingAllowed: true };
  for (const accountId of ['ada', 'bob']) {
    await linkServiceAccount(deps, { accountId, service: shared, proof: proofOf('u-1') });
  }
  await linkServiceAccount(deps, { accountId: 'carol', service: shared, proof: proofOf('u-2') });
  const { accountIds } = await acceptSignal(deps, deleted);
  assert.deepEqual(accountIds.sort(), ['ada', 'bob']);
  assert.deepEqual(deps.endings, [{ serviceId: service.id, serviceAccountId: 'u-1', accountIds }]);
  assert.ok(await findLink(db, { accountId: 'carol', serviceId: service.id }));
  const events = await db
    .selectFrom('auditEvents')
    .select(['what', 'who', 'whom', 'outcome'])
    .orderBy('whom')
    .execute();
  const event = { what: 'link-ended-by-service', who: 'service:managed-hosting', outcome: 'account.deleted' };
  assert.deepEqual(
    events.map((row) => ({ ...row })),
    [
      { ...event, whom: 'account:ada' },
      { ...event, whom: 'account:bob' },
    ],
  );
});

eachDatabase(
  'a signal also ends what was opened with a service account that nobody has linked',
  async ({ db }) => {
    const deps = signalsOn(db);
    assert.deepEqual(await acceptSignal(deps, deleted), { accountIds: [] });
    assert.deepEqual(await acceptSignal(deps, deleted), { accountIds: [] });
    assert.deepEqual(deps.endings, [{ serviceId: service.id, serviceAccountId: 'u-1', accountIds: [] }]);
  },
);

eachDatabase(
  'a signal repeated, even fifty times at once, ends nothing that was linked since',
  async ({ db }) => {
    const deps = signalsOn(db);
    await linkServiceAccount(deps, { accountId: 'ada', service, proof: proofOf('u-1') });
    const answers = await Promise.all(Array.from({ length: 50 }, () => acceptSignal(deps, deleted)));
    for (const { accountIds } of answers) assert.deepEqual(accountIds, ['ada']);
    await linkServiceAccount(deps, { accountId: 'bob', service, proof: proofOf('u-1') });
    assert.deepEqual(await acceptSignal(deps, deleted), { accountIds: ['ada'] });
    assert.ok(await findLink(db, { accountId: 'bob', serviceId: service.id }));
    assert.equal((await db.selectFrom('auditEvents').selectAll().execute()).length, 1);
  },
);

eachDatabase(
  'signals are remembered for longer than their signature is fresh, and then swept',
  async ({ db }) => {
    const deps = signalsOn(db);
    await acceptSignal(deps, deleted);
    const remembered = async () => (await db.selectFrom('serviceSignals').selectAll().execute()).length;
    deps.clock.advance(minutes(11));
    await sweepSignals(deps);
    assert.equal(await remembered(), 1);
    deps.clock.advance(minutes(5));
    await sweepSignals(deps);
    assert.equal(await remembered(), 0);
  },
);

eachDatabase('the owner of a link that a service has ended is told by mail, once', async ({ db }) => {
  const deps = signalsOn(db);
  const person = { firstName: 'Ada', lastName: 'Lovelace', phone: null, secondFactorChosenAt: null };
  for (const id of ['ada', 'bob']) {
    await insertAccount(db, { ...person, id, email: `${id}@example.com`, createdAt: deps.clock.now() });
    const shared = { ...service, sharingAllowed: true };
    await linkServiceAccount(deps, { accountId: id, service: shared, proof: proofOf('u-1') });
  }
  await db.updateTable('accounts').set({ disabledAt: deps.clock.now() }).where('id', '=', 'bob').execute();
  await Promise.all([acceptSignal(deps, deleted), acceptSignal(deps, deleted)]);
  const messages = await db.selectFrom('messages').selectAll().execute();
  assert.deepEqual(
    messages.map(({ kind, recipient, about }) => ({ kind, recipient, about })),
    [{ kind: 'link-ended', recipient: 'ada@example.com', about: 'account:ada' }],
  );
});

eachDatabase(
  'that a service has ended a link is known for its owner and that service, until there is a new one',
  async ({ db }) => {
    const deps = signalsOn(db);
    const endedOf = (accountId: string, serviceId = service.id) =>
      findEndedLink(db, { accountId, serviceId }).then((ended) => ended?.endedAt);
    await linkServiceAccount(deps, { accountId: 'ada', service, proof: proofOf('u-1') });
    await linkServiceAccount(deps, { accountId: 'bob', service, proof: proofOf('u-2') });
    assert.equal(await endedOf('ada'), undefined);
    for (const signalId of ['msg_1', 'msg_2']) {
      deps.clock.advance(minutes(1));
      await acceptSignal(deps, { ...deleted, signalId });
      if (signalId === 'msg_1') assert.equal(await endedOf('ada'), deps.clock.now());
      assert.equal(await endedOf('bob'), undefined);
      assert.equal(await endedOf('ada', 'private-cloud'), undefined);
    }
    await linkServiceAccount(deps, { accountId: 'ada', service, proof: proofOf('u-1') });
    assert.equal(await endedOf('ada'), undefined);
    deps.clock.advance(minutes(1));
    await acceptSignal(deps, { ...deleted, signalId: 'msg_3' });
    assert.equal(await endedOf('ada'), deps.clock.now());
  },
);

eachDatabase(
  'the audit names those who had opened the service just once with the service account, apart from its owners',
  async ({ db }) => {
    const deps = signalsOn(db, ['ada', 'eve']);
    await linkServiceAccount(deps, { accountId: 'ada', service, proof: proofOf('u-1') });
    await acceptSignal(deps, { ...deleted, from: '192.0.2.1', reference: 'K7QM-2XWD' });
    await acceptSignal(deps, deleted);
    const events = await db
      .selectFrom('auditEvents')
      .select(['what', 'whom', 'outcome', 'serviceId', 'from', 'reference'])
      .orderBy('whom')
      .execute();
    const rest = {
      outcome: 'account.deleted',
      serviceId: service.id,
      from: '192.0.2.1',
      reference: 'K7QM-2XWD',
    };
    assert.deepEqual(
      events.map((row) => ({ ...row })),
      [
        { what: 'link-ended-by-service', whom: 'account:ada', ...rest },
        { what: 'access-ended-by-service', whom: 'account:eve', ...rest },
      ],
    );
  },
);

test('owner keys are the same only for what may not be owned twice', () => {
  const owned = fc.record({
    serviceAccountId: fc.string(),
    accountId: fc.string(),
    sharingAllowed: fc.boolean(),
  });
  fc.assert(
    fc.property(owned, owned, (one, other) => {
      const collide =
        one.serviceAccountId === other.serviceAccountId &&
        one.sharingAllowed === other.sharingAllowed &&
        (!one.sharingAllowed || one.accountId === other.accountId);
      assert.equal(ownerKey(one) === ownerKey(other), collide);
    }),
  );
});
