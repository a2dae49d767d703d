import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase, type FreshDatabase } from '../../../test/support/databases.ts';
import { days, hours, minutes } from '../../kernel/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { insertAccount } from '../accounts/index.ts';
import { setPassword } from '../passwords/index.ts';
import { passwordEndsSoon, remindOfPasswords } from './index.ts';
import { remind } from './remind-of-passwords.ts';

const depsOn = (db: FreshDatabase['db']) => ({
  db,
  clock: fakeClock(),
  sealing: openSealing([Buffer.alloc(32, 5)]),
  issuer: 'https://account.example.com',
});

/** An account whose password was set now, and ends so much later. */
async function withPassword(deps: ReturnType<typeof depsOn>, id: string, lasts: number | undefined) {
  const { db, clock } = deps;
  const setAt = clock.now();
  const person = { firstName: id, lastName: 'L', phone: null, secondFactorChosenAt: null };
  await insertAccount(db, { ...person, id, email: `${id}@example.com`, createdAt: setAt });
  const expiresAt = lasts === undefined ? undefined : setAt + lasts;
  await setPassword(db, { accountId: id, hash: 'hash', setAt, expiration: 'never', expiresAt });
}

/** What the mails that were recorded say, in their order. */
async function reminders({ db, sealing }: ReturnType<typeof depsOn>) {
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .orderBy('createdAt')
    .orderBy('recipient')
    .execute();
  return rows.map(({ id, kind, recipient, sealedFields }) => {
    const fields = JSON.parse(sealing.open(sealedFields ?? '', `message:${id}`));
    return `${kind} ${recipient} ${fields.days}`;
  });
}

eachDatabase('a password that ends is told of 14, 7 and 1 days before, each once', async ({ db }) => {
  const deps = depsOn(db);
  await withPassword(deps, 'ada', days(30));
  await withPassword(deps, 'bob', undefined);
  for (let hour = 0; hour < 31 * 24; hour += 3) {
    await remindOfPasswords(deps);
    deps.clock.advance(hours(3));
  }
  assert.deepEqual(await reminders(deps), [
    'password-ends ada@example.com 14',
    'password-ends ada@example.com 7',
    'password-ends ada@example.com 1',
  ]);
});

eachDatabase('of several nodes that remind at once, one does', async ({ db, open }) => {
  const deps = depsOn(db);
  for (const id of ['ada', 'bob', 'eve']) await withPassword(deps, id, days(30));
  deps.clock.advance(days(17));
  const nodes = [db, open(), open(), open()];
  await Promise.all(nodes.map((node) => remindOfPasswords({ ...deps, db: node })));
  assert.equal((await reminders(deps)).length, 3);
});

eachDatabase('what was missed while nothing ran is not made up for', async ({ db }) => {
  const deps = depsOn(db);
  await withPassword(deps, 'ada', days(30));
  await withPassword(deps, 'bob', days(20));
  deps.clock.advance(days(29) + hours(3));
  await remindOfPasswords(deps);
  await remindOfPasswords(deps);
  assert.deepEqual(await reminders(deps), ['password-ends ada@example.com 1']);
});

eachDatabase('after a long stop not everybody is mailed in one go', async ({ db }) => {
  const deps = depsOn(db);
  for (let nth = 0; nth < 205; nth++) await withPassword(deps, `p${nth}`, days(30));
  deps.clock.advance(days(20));
  await remindOfPasswords(deps);
  assert.equal((await reminders(deps)).length, 200);
  deps.clock.advance(minutes(10));
  await remindOfPasswords(deps);
  assert.equal((await reminders(deps)).length, 205);
});

eachDatabase('whoever chooses a near day is not reminded of days that were over before', async ({ db }) => {
  const deps = depsOn(db);
  await withPassword(deps, 'ada', days(5));
  await remindOfPasswords(deps);
  assert.deepEqual(await reminders(deps), []);
  deps.clock.advance(days(4) + hours(1));
  await remindOfPasswords(deps);
  assert.deepEqual(await reminders(deps), ['password-ends ada@example.com 1']);
});

eachDatabase('a new password is reminded of anew, and the old one no more', async ({ db }) => {
  const deps = depsOn(db);
  await withPassword(deps, 'ada', days(30));
  deps.clock.advance(days(16));
  await remindOfPasswords(deps);
  const setAt = deps.clock.now();
  const renewed = { accountId: 'ada', hash: 'h', setAt, expiration: '30-days', expiresAt: setAt + days(30) };
  await setPassword(db, renewed);
  deps.clock.advance(days(10));
  await remindOfPasswords(deps);
  assert.equal((await reminders(deps)).length, 1);
  deps.clock.advance(days(6));
  await remindOfPasswords(deps);
  assert.equal((await reminders(deps)).length, 2);
});

eachDatabase(
  'a password that is changed, or whose owner is gone, in that very moment is not reminded of',
  async ({ db }) => {
    const deps = depsOn(db);
    await withPassword(deps, 'ada', days(30));
    await withPassword(deps, 'bob', days(30));
    await withPassword(deps, 'eve', days(30));
    // As another node has listed them, a moment ago.
    const endsAt = deps.clock.now() + days(30);
    deps.clock.advance(days(20));
    const setAt = deps.clock.now();
    await setPassword(db, { accountId: 'ada', hash: 'h', setAt, expiration: 'never', expiresAt: undefined });
    await db.deleteFrom('accounts').where('id', '=', 'bob').execute();
    await db.updateTable('accounts').set({ email: 'moved@example.com' }).where('id', '=', 'eve').execute();
    for (const accountId of ['ada', 'bob', 'eve']) await remind(deps, { accountId, endsAt }, 14);
    assert.deepEqual(await reminders(deps), ['password-ends moved@example.com 10']);
  },
);

eachDatabase('a disabled account is not reminded', async ({ db }) => {
  const deps = depsOn(db);
  await withPassword(deps, 'ada', days(30));
  await db.updateTable('accounts').set({ disabledAt: deps.clock.now() }).execute();
  deps.clock.advance(days(20));
  await remindOfPasswords(deps);
  assert.deepEqual(await reminders(deps), []);
});

eachDatabase('pages say that a password ends soon for 14 days, and not before', async ({ db }) => {
  const deps = depsOn(db);
  await withPassword(deps, 'ada', days(30));
  await withPassword(deps, 'bob', undefined);
  const endsAt = deps.clock.now() + days(30);
  deps.clock.advance(days(16) - 1);
  assert.equal(await passwordEndsSoon(deps, 'ada'), undefined);
  deps.clock.advance(1);
  assert.equal(await passwordEndsSoon(deps, 'ada'), endsAt);
  assert.equal(await passwordEndsSoon(deps, 'bob'), undefined);
  deps.clock.advance(days(14));
  assert.equal(await passwordEndsSoon(deps, 'ada'), undefined);
});
