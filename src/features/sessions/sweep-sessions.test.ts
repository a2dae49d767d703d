import assert from 'node:assert/strict';
import { eachDatabase } from '../../../test/support/databases.ts';
import { limits, signIn, worldOn } from '../../../test/support/session-rows.ts';
import { hours, minutes } from '../../kernel/index.ts';
import { inChunks } from '../../platform/database/index.ts';
import { listDueNotices, listLiveSessions, migrations, sweepSessions } from './index.ts';

const only = { migrations };

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
  'any number of sessions that have run out is ended by one sweep, and every service of theirs is told',
  async ({ db }) => {
    const world = worldOn(db);
    const uids = Array.from({ length: 1200 }, (_, index) => `s${index}`);
    const clients = ['a', 'b', 'c', 'd', 'e', 'f'];
    await signIn(world, 'first');
    const first = await db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow();
    const sessions = uids.map((uid) => ({ ...first, uid, idDigest: uid, accountId: `account of ${uid}` }));
    for (const some of inChunks(sessions)) await db.insertInto('sessions').values(some).execute();
    const services = uids.flatMap((uid) =>
      clients.map((clientId) => ({
        sessionUid: uid,
        clientId,
        grantId: `${uid} ${clientId}`,
        sid: `sid ${uid} ${clientId}`,
        openedAt: first.createdAt,
      })),
    );
    for (const some of inChunks(services)) await db.insertInto('sessionServices').values(some).execute();
    world.clock.advance(hours(13));
    await sweepSessions(world, limits);
    const due = await listDueNotices(db, world.clock.now(), 10_000);
    assert.equal(due.length, uids.length * clients.length);
    assert.ok(due.every(({ accountId, sid }) => sid.includes(`${accountId.replace('account of ', '')} `)));
    assert.deepEqual(await db.selectFrom('sessionServices').selectAll().execute(), []);
  },
  only,
);
