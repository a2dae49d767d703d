import assert from 'node:assert/strict';
import { eachDatabase } from '../../../../../test/support/databases.ts';
import { signIn, worldOn } from '../../../../../test/support/session-rows.ts';
import { findAccount, insertAccount } from '../../../../features/accounts/index.ts';
import { raiseSession } from '../../../../features/sessions/index.ts';
import type { Db } from '../../../../platform/database/index.ts';
import { endSessionsOf } from './end-sessions.ts';

/** Ada, signed in as often as there are names. */
async function signedIn(db: Db, ...uids: string[]) {
  const world = worldOn(db);
  const person = { firstName: 'Ada', lastName: 'L', phone: null, secondFactorChosenAt: null, createdAt: 1 };
  await insertAccount(db, { id: 'ada', email: 'ada@example.com', ...person });
  for (const uid of uids) await signIn(world, uid, 'ada', ['managed-hosting']);
  const account = await findAccount(db, 'ada');
  assert.ok(account);
  const where = { browser: 'b', browserWords: 'Firefox on Linux', address: '192.0.2.7', reference: 'R' };
  const left = async () => (await db.selectFrom('sessions').select('uid').execute()).map(({ uid }) => uid);
  return {
    ...world,
    left,
    changer: (session: string) => ({ account, session, sessionIds: [`digest of ${session}`], ...where }),
  };
}

eachDatabase('of two sessions that end all others at once, one is left', async ({ db, open }) => {
  const ada = await signedIn(db, 'own', 'thief', 'third');
  const ended = await Promise.all([
    endSessionsOf(ada, ada.changer('own'), 'others'),
    endSessionsOf({ ...ada, db: open() }, ada.changer('thief'), 'others'),
  ]);
  assert.equal(ended.filter(({ ok }) => ok).length, 1);
  assert.deepEqual(await ada.left(), [ended[0]?.ok ? 'own' : 'thief']);
  const events = await db.selectFrom('auditEvents').select(['what', 'browser']).execute();
  assert.deepEqual(events, [{ what: 'session-ended', browser: 'Firefox on Linux' }]);
});

eachDatabase('a session that was ended a moment ago ends none, and one is ended alone', async ({ db }) => {
  const ada = await signedIn(db, 'own', 'thief', 'third');
  assert.ok((await endSessionsOf(ada, ada.changer('own'), { uid: 'thief' })).ok);
  for (const chosen of ['others', { uid: 'own' }] as const)
    assert.deepEqual(await endSessionsOf(ada, ada.changer('thief'), chosen), {
      ok: false,
      error: 'session-over',
    });
  assert.deepEqual((await ada.left()).sort(), ['own', 'third']);
  const told = await db.selectFrom('logoutNotices').select('clientId').execute();
  assert.deepEqual(told, [{ clientId: 'managed-hosting' }]);
});

eachDatabase(
  'whoever came under a copied cookie of before ends nobody’s session once its owner has proven more',
  async ({ db }) => {
    const ada = await signedIn(db, 'own', 'other');
    const thief = ada.changer('own');
    const nextId = { under: 'digest of own', digest: 'next id' };
    await raiseSession(ada, { uid: 'own', nextId });
    assert.deepEqual(await endSessionsOf(ada, thief, 'others'), { ok: false, error: 'session-over' });
    assert.deepEqual((await ada.left()).sort(), ['other', 'own']);
    const owner = { ...thief, sessionIds: [nextId.under, nextId.digest] };
    assert.ok((await endSessionsOf(ada, owner, 'others')).ok);
    assert.deepEqual(await ada.left(), ['own']);
  },
);
