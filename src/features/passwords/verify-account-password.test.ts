import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { days } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Hashing, HashingBusy, openHashing } from '../../platform/hashing/index.ts';
import { insertAccount } from '../accounts/index.ts';
import { hashNewPassword, setPassword, verifyAccountPassword } from './index.ts';
import { findPassword } from './passwords.queries.ts';

const cheap = openHashing({ memoryKiB: 64, passes: 1 });
const password = 'kettle orbit tangerine seven';

async function withAda(db: Db, hashing: Hashing = cheap) {
  const clock = fakeClock();
  const names = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace', phone: null };
  await insertAccount(db, { id: 'ada', ...names, secondFactorChosenAt: null, createdAt: clock.now() });
  const hash = await hashNewPassword({ hashing }, password);
  const setAt = clock.now();
  await setPassword(db, {
    accountId: 'ada',
    hash,
    setAt,
    expiration: '30-days',
    expiresAt: setAt + days(30),
  });
  return { db, clock, hashing };
}

eachDatabase('the right password is right, composed or decomposed, and nothing else is', async ({ db }) => {
  const deps = await withAda(db);
  const right = (setAt: number) => ({ ok: true, value: { expired: false, setAt } });
  const wrong = { ok: false, error: 'wrong-password' };
  assert.deepEqual(
    await verifyAccountPassword(deps, { accountId: 'ada', password }),
    right(deps.clock.now()),
  );
  for (const other of ['', `${password} `, password.toUpperCase()]) {
    assert.deepEqual(await verifyAccountPassword(deps, { accountId: 'ada', password: other }), wrong);
  }
  const hash = await hashNewPassword(deps, 'crème brûlée für alle'.normalize('NFD'));
  await setPassword(db, { accountId: 'ada', hash, setAt: 1, expiration: 'never', expiresAt: undefined });
  const composed = 'crème brûlée für alle'.normalize('NFC');
  assert.deepEqual(await verifyAccountPassword(deps, { accountId: 'ada', password: composed }), right(1));
});

eachDatabase('an expired password is told as such', async ({ db }) => {
  const deps = await withAda(db);
  deps.clock.advance(days(30));
  const verdict = await verifyAccountPassword(deps, { accountId: 'ada', password });
  assert.deepEqual(verdict, { ok: true, value: { expired: true, setAt: deps.clock.now() - days(30) } });
});

eachDatabase('without an account the same work is done, and a megabyte is never hashed', async ({ db }) => {
  const deps = await withAda(db);
  const done: string[] = [];
  const counting: Hashing = {
    ...cheap,
    dummyVerify: (text) => {
      done.push('dummy');
      return cheap.dummyVerify(text);
    },
    verifyPassword: (hash, text) => {
      done.push('real');
      return cheap.verifyPassword(hash, text);
    },
  };
  const world = { ...deps, hashing: counting };
  for (const accountId of [undefined, 'nobody', 'ada'])
    await verifyAccountPassword(world, { accountId, password });
  assert.deepEqual(done, ['dummy', 'dummy', 'real']);
  for (const accountId of [undefined, 'ada']) {
    await verifyAccountPassword(world, { accountId, password: 'x'.repeat(1_000_000) });
  }
  assert.equal(done.length, 3);
});

eachDatabase('a hash made with less cost is renewed when its password comes by', async ({ db }) => {
  const deps = await withAda(db);
  const costlier = openHashing({ memoryKiB: 128, passes: 2 });
  const verdict = await verifyAccountPassword({ ...deps, hashing: costlier }, { accountId: 'ada', password });
  assert.ok(verdict.ok);
  const stored = await findPassword(db, 'ada');
  assert.match(stored?.hash ?? '', /m=128,t=2/);
  assert.equal(stored?.expiration, '30-days');
  assert.ok((await verifyAccountPassword({ ...deps, hashing: costlier }, { accountId: 'ada', password })).ok);
});

eachDatabase('a right password is right although there is no room to renew its hash', async ({ db }) => {
  const deps = await withAda(db);
  const before = await findPassword(db, 'ada');
  const costlier = openHashing({ memoryKiB: 128, passes: 2 });
  const full: Hashing = { ...costlier, hashPassword: () => Promise.reject(new HashingBusy()) };
  const verdict = await verifyAccountPassword({ ...deps, hashing: full }, { accountId: 'ada', password });
  assert.ok(verdict.ok);
  assert.deepEqual(await findPassword(db, 'ada'), before);
});
