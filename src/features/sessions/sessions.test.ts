import assert from 'node:assert/strict';
import { type FakeClock, fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { hours, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import {
  claimNotice,
  claimService,
  endAccountSessions,
  endServiceSessions,
  endSession,
  findGrant,
  findLiveSession,
  gatherSightings,
  insertSession,
  type LiveSessionDeps,
  listDueNotices,
  listLiveSessions,
  migrations,
  noteFailed,
  replaceGrant,
  sweepSessions,
} from './index.ts';

const limits = { lifetime: hours(12), idle: hours(1) };

function worldOn(db: Db): LiveSessionDeps & { clock: FakeClock } {
  const clock = fakeClock();
  return { db, clock, limits, sightings: gatherSightings({ db, clock }) };
}

async function signIn(
  { db, clock }: LiveSessionDeps,
  uid: string,
  accountId = 'ada',
  services: string[] = [],
) {
  const now = clock.now();
  await insertSession(db, {
    uid,
    idDigest: `digest of ${uid}`,
    accountId,
    authenticatedAt: now,
    amr: ['pwd'],
    acr: 'aal1',
    browser: 'Firefox',
    address: '192.0.2.1',
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + limits.lifetime,
  });
  for (const clientId of services) {
    const offered = { grantId: `${uid} ${clientId}`, sid: `sid ${uid} ${clientId}`, openedAt: now };
    await claimService(db, uid, clientId, offered);
  }
}

const only = { migrations };

eachDatabase(
  'a session is found by its cookie and by its uid, with the services opened in it',
  async ({ db }) => {
    const world = worldOn(db);
    await signIn(world, 's1', 'ada', ['hosting', 'cloud']);
    const session = await findLiveSession(world, { idDigest: 'digest of s1' });
    assert.deepEqual(session, await findLiveSession(world, { uid: 's1' }));
    assert.equal(session?.accountId, 'ada');
    assert.deepEqual([...(session?.services.keys() ?? [])].sort(), ['cloud', 'hosting']);
    assert.equal(await findLiveSession(world, { idDigest: 's1' }), undefined);
  },
  only,
);

eachDatabase(
  'a session is over after its lifetime, or when it was not used for too long',
  async ({ db }) => {
    const world = worldOn(db);
    await signIn(world, 's1');
    for (let passed = 0; passed < 12; passed++) {
      world.clock.advance(minutes(59));
      assert.ok(await findLiveSession(world, { uid: 's1' }));
      world.sightings.note('s1');
      if (passed % 2) await world.sightings.write();
    }
    world.clock.advance(minutes(13));
    assert.equal(await findLiveSession(world, { uid: 's1' }), undefined, 'twelve hours');
    await signIn(world, 's2');
    world.clock.advance(minutes(60));
    assert.equal(await findLiveSession(world, { uid: 's2' }), undefined, 'one hour without use');
    assert.deepEqual(await listLiveSessions(world, 'ada'), []);
  },
  only,
);

eachDatabase(
  'what was gathered of use is written in one statement, and another node sees it',
  async ({ open }) => {
    const written: string[] = [];
    const db = open({ onWrite: (sql) => written.push(sql) });
    const world = worldOn(db);
    for (const uid of ['s1', 's2', 's3']) await signIn(world, uid);
    world.clock.advance(minutes(50));
    for (const uid of ['s1', 's2']) world.sightings.note(uid);
    written.length = 0;
    await world.sightings.write();
    await world.sightings.write();
    assert.equal(written.length, 1);
    world.clock.advance(minutes(20));
    const other = { ...world, sightings: gatherSightings(world) };
    assert.deepEqual((await listLiveSessions(other, 'ada')).map(({ uid }) => uid).sort(), ['s1', 's2']);
  },
  only,
);

eachDatabase(
  'of fifty first visits to a service at once one makes the grant, and all get it',
  async ({ db, open }) => {
    const world = worldOn(db);
    await signIn(world, 's1');
    const nodes = [db, open()];
    const claims = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        claimService(nodes[index % 2] ?? db, 's1', 'hosting', {
          grantId: `g${index}`,
          sid: `sid${index}`,
          openedAt: 1,
        }),
      ),
    );
    for (const claim of claims) assert.equal(claim.grantId, claims[0]?.grantId);
    assert.equal((await findGrant(db, claims[0]?.grantId ?? ''))?.accountId, 'ada');
  },
  only,
);

eachDatabase(
  'a replaced grant is unknown, and the service keeps its name for the session',
  async ({ db }) => {
    const world = worldOn(db);
    await signIn(world, 's1', 'ada', ['hosting']);
    await replaceGrant(db, 's1 hosting', 'new');
    assert.equal(await findGrant(db, 's1 hosting'), undefined);
    const session = await findLiveSession(world, { uid: 's1' });
    assert.deepEqual(session?.services.get('hosting'), { grantId: 'new', sid: 'sid s1 hosting' });
  },
  only,
);

eachDatabase(
  'a session that ends leaves one notice for each of its services, however often it is ended',
  async ({ db, open }) => {
    const world = worldOn(db);
    await signIn(world, 's1', 'ada', ['hosting', 'cloud']);
    const now = world.clock.now();
    const nodes = [db, open(), db, open()];
    const notices = await Promise.all(
      nodes.map((node) => node.transaction().execute((trx) => endSession(trx, { uid: 's1', now }))),
    );
    assert.equal(notices.flat().length, 2);
    assert.equal((await listDueNotices(db, now, 10)).length, 2);
    assert.equal(await findGrant(db, 's1 hosting'), undefined);
  },
  only,
);

eachDatabase(
  'all sessions of an account end, except one where that is wanted',
  async ({ db }) => {
    const world = worldOn(db);
    for (const uid of ['s1', 's2', 's3']) await signIn(world, uid, 'ada', ['hosting']);
    await signIn(world, 's4', 'bob', ['hosting']);
    const now = world.clock.now();
    const ending = { accountId: 'ada', except: 's2', now };
    const notices = await db.transaction().execute((trx) => endAccountSessions(trx, ending));
    assert.deepEqual(notices.map(({ sid }) => sid).sort(), ['sid s1 hosting', 'sid s3 hosting']);
    assert.equal((await listLiveSessions(world, 'ada')).length, 1);
    assert.equal((await listLiveSessions(world, 'bob')).length, 1);
  },
  only,
);

eachDatabase(
  'one service of some accounts ends, and their sessions go on',
  async ({ db }) => {
    const world = worldOn(db);
    await signIn(world, 's1', 'ada', ['hosting', 'cloud']);
    await signIn(world, 's2', 'bob', ['hosting']);
    const ending = { clientId: 'hosting', accountIds: ['ada', 'nobody'], now: world.clock.now() };
    const notices = await db.transaction().execute((trx) => endServiceSessions(trx, ending));
    assert.deepEqual(
      notices.map(({ accountId, sid }) => [accountId, sid]),
      [['ada', 'sid s1 hosting']],
    );
    assert.deepEqual([...((await findLiveSession(world, { uid: 's1' }))?.services.keys() ?? [])], ['cloud']);
  },
  only,
);

eachDatabase(
  'the sweep ends sessions that have run out, and tells their services',
  async ({ db }) => {
    const world = worldOn(db);
    await signIn(world, 'old', 'ada', ['hosting']);
    world.clock.advance(minutes(70));
    await signIn(world, 'new', 'ada', ['hosting']);
    await sweepSessions(world, limits);
    const due = await listDueNotices(db, world.clock.now(), 10);
    assert.deepEqual(
      due.map(({ sid }) => sid),
      ['sid old hosting'],
    );
    assert.deepEqual(
      (await listLiveSessions(world, 'ada')).map(({ uid }) => uid),
      ['new'],
    );
  },
  only,
);

eachDatabase(
  'a notice is claimed by one node, and due again where that one has failed',
  async ({ db, open }) => {
    const world = worldOn(db);
    await signIn(world, 's1', 'ada', ['hosting']);
    const now = world.clock.now();
    const [notice] = await db.transaction().execute((trx) => endSession(trx, { uid: 's1', now }));
    assert.ok(notice);
    const nodes = [db, open(), open()];
    const claims = await Promise.all(nodes.map((node) => claimNotice(node, notice, now + minutes(1))));
    assert.deepEqual(claims.filter(Boolean).length, 1);
    assert.deepEqual(await listDueNotices(db, now, 10), []);
    await noteFailed(db, notice.id, { lastFault: 'no answer', dueAt: now + minutes(2), abandonedAt: null });
    assert.equal((await listDueNotices(db, now + minutes(2), 10))[0]?.tries, 1);
  },
  only,
);
