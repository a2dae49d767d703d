import assert from 'node:assert/strict';
import { eachDatabase } from '../../../test/support/databases.ts';
import { limits, signIn, worldOn } from '../../../test/support/session-rows.ts';
import { days, minutes, seconds } from '../../kernel/index.ts';
import {
  claimNotice,
  endSession,
  listDueNotices,
  migrations,
  noteFailed,
  noteTold,
  sweepSessions,
} from './index.ts';

const only = { migrations };

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

eachDatabase(
  'a notice that is settled is nothing that the outbox has to look past',
  async ({ db }) => {
    const world = worldOn(db);
    await signIn(world, 's1', 'ada', ['hosting', 'cloud']);
    const now = world.clock.now();
    const [told, failed] = await db.transaction().execute((trx) => endSession(trx, { uid: 's1', now }));
    assert.ok(told && failed);
    await noteTold(db, told.id);
    const abandoned = { lastFault: 'no answer', dueAt: null, abandonedAt: now };
    await noteFailed(db, failed.id, abandoned);
    const left = await db.selectFrom('logoutNotices').select(['id', 'dueAt', 'lastFault']).execute();
    assert.deepEqual(left, [{ id: failed.id, dueAt: null, lastFault: 'no answer' }]);
    world.clock.advance(days(8));
    await sweepSessions(world, limits);
    assert.deepEqual(await db.selectFrom('logoutNotices').selectAll().execute(), []);
  },
  only,
);

eachDatabase(
  'a notice that is told by whoever ended the session is left to them for a while',
  async ({ db }) => {
    const world = worldOn(db);
    await signIn(world, 's1', 'ada', ['hosting']);
    const now = world.clock.now();
    const ending = { uid: 's1', now, dueAt: now + seconds(5) };
    const [notice] = await db.transaction().execute((trx) => endSession(trx, ending));
    assert.deepEqual(await listDueNotices(db, now, 10), []);
    assert.equal((await listDueNotices(db, now + seconds(5), 10))[0]?.id, notice?.id);
  },
  only,
);
