import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase, onDatabase } from '../../../test/support/databases.ts';
import { lettersTo } from '../../../test/support/letters.ts';
import { days, hours } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { findAccount, insertAccount } from '../accounts/index.ts';
import { insertSession } from '../sessions/index.ts';
import { changePin, checkPin, insertPin, showPin } from './index.ts';

const where = { address: '192.0.2.7', browserWords: 'Firefox on Linux', reference: 'AAAA-BBBB' };

/** Ada, signed in, with the PIN 246810. */
async function world(db: Db) {
  const clock = fakeClock();
  const deps = { db, clock, sealing: openSealing([Buffer.alloc(32, 5)]), issuer: 'https://id.example.com' };
  const rest = { firstName: 'Ada', lastName: 'L', phone: null, secondFactorChosenAt: null, createdAt: 1 };
  await insertAccount(db, { id: 'ada', email: 'ada@example.com', ...rest });
  await insertPin(deps, { accountId: 'ada', pin: '246810', setAt: 1 });
  const now = clock.now();
  const times = { authenticatedAt: now, createdAt: now, lastSeenAt: now, expiresAt: now + hours(12) };
  const who = { uid: 'session', idDigest: 'digest', accountId: 'ada', browser: null, address: null };
  await insertSession(db, { ...who, ...times, amr: ['pwd'], acr: 'aal1' });
  const account = await findAccount(db, 'ada');
  assert.ok(account);
  return {
    ...deps,
    changer: { account, session: 'session', sessionIds: ['digest'], browser: 'browser', ...where },
  };
}

eachDatabase('a PIN is answered by yes or no, and a right one is no try', async ({ db }) => {
  const ada = await world(db);
  for (let round = 0; round < 8; round++) {
    assert.deepEqual(await checkPin(ada, 'ada', ' 246810 '), { ok: true, value: 'yes' });
  }
  assert.deepEqual(await checkPin(ada, 'ada', '246811'), { ok: true, value: 'no' });
  assert.deepEqual(await checkPin(ada, 'nobody', '246810'), { ok: true, value: 'no' });
});

eachDatabase('five wrong PINs a day are let through for an account, fifty at once or not', async ({ db }) => {
  const ada = await world(db);
  const all = await Promise.all(Array.from({ length: 50 }, (_, n) => checkPin(ada, 'ada', `${1000 + n}`)));
  assert.equal(all.filter(({ ok }) => ok).length, 5);
  const retryAt = ada.clock.now() + days(1);
  assert.deepEqual(
    await checkPin(ada, 'ada', '246810'),
    { ok: false, error: { retryAt } },
    'not even the right one',
  );
  ada.clock.advance(days(1));
  assert.deepEqual(await checkPin(ada, 'ada', '246810'), { ok: true, value: 'yes' });
});

eachDatabase(
  'a right PIN gives none of the wrong ones back, and what is no PIN is no try',
  async ({ db }) => {
    const ada = await world(db);
    for (let tries = 0; tries < 4; tries++) await checkPin(ada, 'ada', '1111');
    for (let tries = 0; tries < 9; tries++) {
      for (const typed of ['', '12', '12345678901', 'abcd'])
        assert.deepEqual(await checkPin(ada, 'ada', typed), { ok: true, value: 'no' });
      assert.deepEqual(await checkPin(ada, 'ada', '246810'), { ok: true, value: 'yes' });
    }
    assert.deepEqual(await checkPin(ada, 'ada', '1111'), { ok: true, value: 'no' });
    assert.equal((await checkPin(ada, 'ada', '1111')).ok, false);
  },
);

eachDatabase(
  'a new PIN takes the place of the old one, is sealed, and its notice does not say it',
  async ({ db }) => {
    const ada = await world(db);
    assert.deepEqual(await changePin(ada, ada.changer, '12345678901'), { ok: false, error: 'pin-form' });
    assert.deepEqual(await changePin(ada, ada.changer, '7391640582'), { ok: true, value: undefined });
    assert.deepEqual(await checkPin(ada, 'ada', '246810'), { ok: true, value: 'no' });
    assert.deepEqual(await checkPin(ada, 'ada', '7391640582'), { ok: true, value: 'yes' });
    const [letter] = await lettersTo(ada, 'ada@example.com');
    assert.equal(letter?.fields['change'], 'pin-changed');
    assert.ok(!JSON.stringify(letter).includes('7391640582'));
    const rows = [await db.selectFrom('pins').selectAll().execute()];
    assert.ok(!JSON.stringify(rows).includes('7391640582'));
    await db.deleteFrom('sessions').execute();
    assert.deepEqual(await changePin(ada, ada.changer, '1234'), { ok: false, error: 'session-over' });
  },
);

eachDatabase('a PIN that is shown is recorded before it is', async ({ db }) => {
  const ada = await world(db);
  assert.deepEqual(await showPin(ada, ada.changer), { ok: true, value: '246810' });
  const events = await db.selectFrom('auditEvents').select(['what', 'who', 'from']).execute();
  assert.deepEqual(events, [{ what: 'pin-shown', who: 'account:ada', from: '192.0.2.7' }]);
  await db.deleteFrom('pins').execute();
  assert.deepEqual(await showPin(ada, ada.changer), { ok: true, value: undefined });
});

onDatabase('sqlite', 'a session that has ended meanwhile is shown no PIN', async ({ db }) => {
  const ada = await world(db);
  await db.updateTable('sessions').set({ idDigest: 'another one' }).execute();
  assert.deepEqual(await showPin(ada, ada.changer), { ok: false, error: 'session-over' });
  await db.deleteFrom('sessions').execute();
  assert.deepEqual(await showPin(ada, ada.changer), { ok: false, error: 'session-over' });
  assert.deepEqual(await db.selectFrom('auditEvents').selectAll().execute(), []);
});
