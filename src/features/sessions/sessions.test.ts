import assert from 'node:assert/strict';
import { eachDatabase } from '../../../test/support/databases.ts';
import { limits, signIn, worldOn } from '../../../test/support/session-rows.ts';
import { minutes, seconds } from '../../kernel/index.ts';
import {
  claimService,
  endAccountSessions,
  endServiceSessions,
  endSession,
  findGrant,
  findLiveSession,
  gatherSightings,
  listDueNotices,
  listLiveSessions,
  migrations,
  noteSecondFactor,
  raiseSession,
  renewPasswordProof,
  replaceGrant,
  SessionMovedOn,
  secondFactorLately,
  sweepSessions,
} from './index.ts';

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
    world.clock.advance(minutes(62));
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
    const ending = {
      clientId: 'hosting',
      accountIds: ['ada', 'nobody'],
      serviceAccountId: 'u-1',
      now: world.clock.now(),
    };
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
  'a service ends where it was opened with one of its accounts, whoever proved it',
  async ({ db }) => {
    const world = worldOn(db);
    const { clock } = world;
    for (const uid of ['s1', 's2', 's3']) await signIn(world, uid, `account of ${uid}`, ['hosting', 'cloud']);
    const open = (uid: string, clientId: string, serviceAccountId: string) => {
      const offered = { grantId: `late ${uid}`, sid: 'late', openedAt: clock.now(), serviceAccountId };
      return claimService(db, uid, clientId, offered);
    };
    await open('s1', 'hosting', 'u-1');
    await open('s2', 'hosting', 'u-2');
    await open('s3', 'cloud', 'u-1');
    const opened = await open('s1', 'hosting', 'u-1');
    assert.equal(opened.grantId, 's1 hosting');
    const ending = { clientId: 'hosting', accountIds: [], serviceAccountId: 'u-1', now: clock.now() };
    const notices = await db.transaction().execute((trx) => endServiceSessions(trx, ending));
    assert.deepEqual(
      notices.map(({ accountId, sid }) => [accountId, sid]),
      [['account of s1', 'sid s1 hosting']],
    );
  },
  only,
);

eachDatabase(
  'a session that another node has just seen, and not written so yet, is alive on every node',
  async ({ db }) => {
    const world = worldOn(db);
    const other = { ...world, sightings: gatherSightings(world) };
    await signIn(world, 's1');
    world.clock.advance(minutes(59));
    world.sightings.note('s1');
    world.clock.advance(seconds(90));
    assert.ok(await findLiveSession(other, { uid: 's1' }));
    await sweepSessions(other, limits);
    assert.ok(await findLiveSession(world, { uid: 's1' }));
  },
  only,
);

eachDatabase(
  'whoever came under a copy of an earlier cookie gets nothing of what its owner has proven since',
  async ({ db }) => {
    const world = worldOn(db);
    await signIn(world, 's1');
    const under = 'digest of s1';
    const owner = { uid: 's1', nextId: { under, digest: 'id of the owner' } };
    const thief = { uid: 's1', nextId: { under, digest: 'id of the thief' } };
    await raiseSession(world, owner);
    assert.equal(await secondFactorLately(world, owner), true);
    assert.equal(await secondFactorLately(world, thief), false);
    for (const raise of [raiseSession, renewPasswordProof, noteSecondFactor]) {
      await assert.rejects(raise(world, thief), SessionMovedOn);
      await raise(world, owner);
    }
    assert.ok(await findLiveSession(world, { idDigest: 'id of the owner' }));
    assert.equal(await findLiveSession(world, { idDigest: 'id of the thief' }), undefined);
  },
  only,
);
