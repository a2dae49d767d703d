import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase, type FreshDatabase } from '../../../test/support/databases.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { type Account, findAccount, insertAccount } from '../accounts/index.ts';
import type { Changer } from '../notices/index.ts';
import type { Service } from '../services/index.ts';
import { claimService, endServiceSessions, insertSession } from '../sessions/index.ts';
import { addLink, findLink, linkServiceAccount, listLinks, removeLink } from './index.ts';

const issuer = 'https://account.example.com';

/** A service whose every user has the password `right`, and may be shared where `sharingAllowed`. */
async function aService(t: TestContext, sharingAllowed = false): Promise<Service> {
  const server = createServer(async (request, response) => {
    const { username, password } = (await json(request)) as Record<string, string>;
    const match = { outcome: 'match', account: { id: `id-${username}`, username } };
    response.end(JSON.stringify(password === 'right' ? match : { outcome: 'mismatch' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
  const verifier = { type: 'http', url, secret };
  const about = { id: 'managed-hosting', name: 'Managed Hosting', sharingAllowed };
  return { ...about, verifier, client: { internalHosts: [] } } as unknown as Service;
}

function depsOn(db: FreshDatabase['db']) {
  const clock = fakeClock();
  return {
    db,
    clock,
    issuer,
    sealing: openSealing([Buffer.alloc(32, 5)]),
    log: { warn: () => undefined } as never,
    endServiceSessions: (
      trx: FreshDatabase['db'],
      { serviceId, ...which }: { serviceId: string; serviceAccountId: undefined; accountIds: string[] },
    ) => endServiceSessions(trx, { ...which, clientId: serviceId, now: clock.now() }),
  };
}

/** An account signed in, with Managed Hosting open in its session. */
async function signedIn(deps: ReturnType<typeof depsOn>, id: string): Promise<Changer> {
  const { db, clock } = deps;
  const now = clock.now();
  const person = { firstName: id, lastName: 'L', phone: null, secondFactorChosenAt: null };
  await insertAccount(db, { ...person, id, email: `${id}@example.com`, createdAt: now });
  const session = { uid: `session-${id}`, idDigest: `digest-${id}`, accountId: id, authenticatedAt: now };
  const times = { createdAt: now, lastSeenAt: now, expiresAt: now + 1e9 };
  await insertSession(db, { ...session, ...times, amr: ['pwd'], acr: 'aal1', browser: null, address: null });
  for (const [clientId, serviceAccountId] of [
    ['managed-hosting', 'id-shared'],
    ['private-cloud', 'id-else'],
  ] as const) {
    const opened = { grantId: `${id}-${clientId}`, sid: `${id}-${clientId}`, openedAt: now };
    await claimService(db, session.uid, clientId, { ...opened, serviceAccountId });
  }
  const account = (await findAccount(db, id)) as Account;
  return {
    account,
    session: session.uid,
    sessionIds: [session.idDigest],
    browser: 'b',
    browserWords: 'Firefox on Linux',
    address: '192.0.2.1',
    reference: 'R',
  };
}

const open = async (db: FreshDatabase['db']) => {
  const rows = await db.selectFrom('sessionServices').select('sid').orderBy('sid').execute();
  return rows.map(({ sid }) => sid);
};

const noticesOf = async ({ db, sealing }: ReturnType<typeof depsOn>, accountId: string) => {
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('about', '=', `account:${accountId}`)
    .execute();
  return rows.map(({ id, kind, sealedFields }) => {
    const { change, detail } = JSON.parse(sealing.open(sealedFields ?? '', `message:${id}`));
    return { kind, change, detail };
  });
};

const outcomes = async (db: FreshDatabase['db']) => {
  const rows = await db.selectFrom('auditEvents').select(['what', 'outcome', 'who']).orderBy('at').execute();
  return rows.map(({ what, outcome, who }) => `${who} ${what} ${outcome}`);
};

eachDatabase('the owner adds a link: it is kept, told by one mail, and in the audit', async ({ db }, t) => {
  const deps = depsOn(db);
  const service = await aService(t);
  const ada = await signedIn(deps, 'ada');
  const added = await addLink(deps, ada, { service, username: 'bob', password: 'right' });
  assert.ok(added.ok);
  assert.equal((await findLink(db, { accountId: 'ada', serviceId: service.id }))?.serviceAccountId, 'id-bob');
  assert.deepEqual(await noticesOf(deps, 'ada'), [
    { kind: 'account-changed', change: 'link-added', detail: 'Managed Hosting, as bob' },
  ]);
  assert.deepEqual(await outcomes(db), ['account:ada service-account-proven linked']);
});

eachDatabase(
  'tries of a service’s password are counted for its username over all accounts, as at sign-in',
  async ({ db }, t) => {
    const deps = depsOn(db);
    const service = await aService(t);
    const people = [await signedIn(deps, 'ada'), await signedIn(deps, 'bob')];
    const refusals: string[] = [];
    for (let nth = 0; nth < 7; nth++) {
      const verdict = await addLink(deps, people[nth % 2] as Changer, {
        service,
        username: 'x',
        password: 'wrong',
      });
      refusals.push(verdict.ok ? 'ok' : verdict.error.reason);
    }
    assert.deepEqual(refusals, [...Array(5).fill('mismatch'), 'too-many-tries', 'too-many-tries']);
    const right = await addLink(deps, people[0] as Changer, { service, username: 'x', password: 'right' });
    assert.ok(!right.ok);
    assert.deepEqual(await listLinks(db, 'ada'), []);
  },
);

eachDatabase('of many accounts that add one service account at once, one owns it', async ({ db }, t) => {
  const deps = depsOn(db);
  const service = await aService(t);
  const people = [];
  for (let nth = 0; nth < 12; nth++) people.push(await signedIn(deps, `p${nth}`));
  const verdicts = await Promise.all(
    people.map((person) => addLink(deps, person, { service, username: 'bob', password: 'right' })),
  );
  const won = verdicts.filter((verdict) => verdict.ok);
  assert.equal(won.length, 1);
  for (const verdict of verdicts) {
    if (!verdict.ok) assert.ok(['already-taken', 'too-many-tries'].includes(verdict.error.reason));
  }
  assert.equal((await db.selectFrom('links').selectAll().execute()).length, 1);
});

eachDatabase('a link that was added in another tab meanwhile stays as it is', async ({ db }, t) => {
  const deps = depsOn(db);
  const service = await aService(t);
  const ada = await signedIn(deps, 'ada');
  const again = async (username: string) => addLink(deps, ada, { service, username, password: 'right' });
  const [first, twice] = [await again('bob'), await again('bob')];
  assert.ok(first.ok && twice.ok && first.value.id === twice.value.id);
  assert.deepEqual(await again('carol'), { ok: false, error: { reason: 'already-linked' } });
  assert.equal((await noticesOf(deps, 'ada')).length, 1);
});

eachDatabase(
  'nothing is linked in a session that has ended while the service was asked',
  async ({ db }, t) => {
    const deps = depsOn(db);
    const service = await aService(t);
    const ada = await signedIn(deps, 'ada');
    await db.deleteFrom('sessions').execute();
    const added = await addLink(deps, ada, { service, username: 'bob', password: 'right' });
    assert.deepEqual(added, { ok: false, error: { reason: 'session-over' } });
    assert.deepEqual(await listLinks(db, 'ada'), []);
  },
);

eachDatabase(
  'removing a link ends what its owner has open at that service, and nobody else’s, shared or not',
  async ({ db }, t) => {
    const deps = depsOn(db);
    const service = await aService(t, true);
    const proof = { serviceId: service.id, account: { id: 'id-shared', username: 'shared' } };
    const people = [await signedIn(deps, 'ada'), await signedIn(deps, 'bob')] as const;
    const links = [];
    for (const { account } of people) {
      const linked = await linkServiceAccount(deps, { accountId: account.id, service, proof });
      assert.ok(linked.ok);
      links.push(linked.value);
    }
    const [link] = links;
    assert.ok(link);
    const removing = { id: link.id, serviceId: service.id, serviceName: service.name };
    const removed = await removeLink(deps, people[0], removing);
    assert.deepEqual(removed, { ok: true, value: true });
    assert.deepEqual(await open(db), ['ada-private-cloud', 'bob-managed-hosting', 'bob-private-cloud']);
    const notices = await db.selectFrom('logoutNotices').select(['clientId', 'sid', 'accountId']).execute();
    assert.deepEqual(
      notices.map((row) => ({ ...row })),
      [{ clientId: 'managed-hosting', sid: 'ada-managed-hosting', accountId: 'ada' }],
    );
    assert.deepEqual(await listLinks(db, 'ada'), []);
    assert.equal((await listLinks(db, 'bob')).length, 1);
    assert.deepEqual(await noticesOf(deps, 'ada'), [
      { kind: 'account-changed', change: 'link-removed', detail: 'Managed Hosting, as shared' },
    ]);
    assert.deepEqual(await outcomes(db), ['account:ada link-removed done']);
    assert.deepEqual(await removeLink(deps, people[0], removing), { ok: true, value: false });
  },
);

eachDatabase('nobody removes a link of somebody else by its id', async ({ db }, t) => {
  const deps = depsOn(db);
  const service = await aService(t);
  const [ada, bob] = [await signedIn(deps, 'ada'), await signedIn(deps, 'bob')];
  const added = await addLink(deps, bob, { service, username: 'bob', password: 'right' });
  assert.ok(added.ok);
  const removing = { id: added.value.id, serviceId: service.id, serviceName: service.name };
  assert.deepEqual(await removeLink(deps, ada, removing), { ok: true, value: false });
  assert.equal((await listLinks(db, 'bob')).length, 1);
  assert.equal((await open(db)).length, 4);
});
