import assert from 'node:assert/strict';
import { eachDatabase as eachDatabaseWith } from '../../../test/support/databases.ts';
import { accountWithTotp, codeOn, totpDeps } from '../../../test/support/totp-world.ts';
import { days, hours, minutes } from '../../kernel/index.ts';
import { migrations as accountsMigrations } from '../accounts/index.ts';
import { migrations as passkeysMigrations } from '../passkeys/index.ts';
import { issueRecoveryCodes, migrations as recoveryCodesMigrations } from '../recovery-codes/index.ts';
import { migrations as throttleMigrations } from '../throttle/index.ts';
import { migrations as totpMigrations } from '../totp/index.ts';
import { findSecondFactor, submitCode } from './index.ts';

const migrations = [
  ...accountsMigrations,
  ...totpMigrations,
  ...recoveryCodesMigrations,
  ...passkeysMigrations,
  ...throttleMigrations,
];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

type Deps = ReturnType<typeof totpDeps>;

/** A code that is right for no moment near. */
const wrongCode = (secret: string, { clock }: Deps): string => codeOn(secret, clock, days(400));

eachDatabase(
  'of forty codes guessed at once five are looked at in an attempt, and twenty in an hour',
  async ({ db }) => {
    const deps = totpDeps(db);
    const { id, secret } = await accountWithTotp(deps);
    const guess = async (place: string) => {
      const verdict = await submitCode(deps, { accountId: id, place, code: wrongCode(secret, deps) });
      return verdict.ok ? 'ok' : verdict.error.reason;
    };
    const inOne = await Promise.all(Array.from({ length: 40 }, () => guess('one')));
    assert.equal(inOne.filter((reason) => reason === 'wrong').length, 5);
    const inMany = await Promise.all(Array.from({ length: 40 }, (_, index) => guess(`other-${index}`)));
    assert.equal(inMany.filter((reason) => reason === 'wrong').length, 15);
    assert.ok(inMany.includes('too-many-tries'));
  },
);

eachDatabase(
  'after five wrong codes an attempt takes no more, and says to wait only where another one would take none either',
  async ({ db }) => {
    const deps = totpDeps(db);
    const { id, secret } = await accountWithTotp(deps);
    const give = async (place: string, code: string) => {
      const verdict = await submitCode(deps, { accountId: id, place, code });
      return verdict.ok ? 'right' : verdict.error;
    };
    const spend = async (place: string) => {
      for (let guesses = 0; guesses < 5; guesses++) await give(place, wrongCode(secret, deps));
    };
    await spend('one');
    assert.deepEqual(await give('one', codeOn(secret, deps.clock)), { reason: 'attempt-spent' });
    for (const place of ['two', 'three', 'four']) await spend(place);
    const retryAt = deps.clock.now() + hours(1);
    for (const place of ['one', 'five']) {
      const refused = await give(place, codeOn(secret, deps.clock));
      assert.deepEqual(refused, { reason: 'too-many-tries', retryAt }, place);
    }
    deps.clock.set(retryAt);
    assert.deepEqual(await give('one', codeOn(secret, deps.clock)), { reason: 'attempt-spent' });
    assert.equal(await give('six', codeOn(secret, deps.clock)), 'right');
  },
);

eachDatabase('right codes use up nothing', async ({ db }) => {
  const deps = totpDeps(db);
  const { id, secret } = await accountWithTotp(deps);
  for (let times = 0; times < 30; times++) {
    const verdict = await submitCode(deps, {
      accountId: id,
      place: 'here',
      code: codeOn(secret, deps.clock),
    });
    assert.ok(verdict.ok);
    deps.clock.advance(minutes(1));
  }
});

eachDatabase(
  'a hundred wrong codes in a row block the app, and a recovery code still opens',
  async ({ db }) => {
    const deps = totpDeps(db);
    const { id, secret } = await accountWithTotp(deps);
    const [recoveryCode = ''] = await issueRecoveryCodes(deps, id);
    for (let guesses = 0; guesses < 100; guesses++) {
      const place = `attempt-${guesses}`;
      const verdict = await submitCode(deps, { accountId: id, place, code: wrongCode(secret, deps) });
      assert.deepEqual(verdict, { ok: false, error: { reason: 'wrong' } });
      deps.clock.advance(hours(1));
    }
    const right = { accountId: id, place: 'last', code: codeOn(secret, deps.clock) };
    assert.deepEqual(await submitCode(deps, right), { ok: false, error: { reason: 'blocked' } });
    assert.equal((await findSecondFactor(deps, id))?.totp?.blocked, true);
    const opened = await submitCode(deps, { ...right, code: recoveryCode });
    assert.deepEqual(opened, { ok: true, value: { by: 'recovery-code' } });
  },
);

eachDatabase(
  'a recovery code stands in once, however it is typed, and for nobody else',
  async ({ db, open }) => {
    const deps = totpDeps(db);
    const other = { ...deps, db: open() };
    await accountWithTotp(deps, 'ada');
    await accountWithTotp(deps, 'eve');
    const codes = await issueRecoveryCodes(deps, 'ada');
    assert.equal(new Set(codes).size, 10);
    const [code = ''] = codes;
    const stolen = await submitCode(deps, { accountId: 'eve', place: 'e', code });
    assert.deepEqual(stolen, { ok: false, error: { reason: 'wrong-recovery-code' } });
    const typed = ` ${code.toLowerCase().replace('-', ' – ')} `;
    const uses = await Promise.all(
      [deps, other, deps, other].map((node) =>
        submitCode(node, { accountId: 'ada', place: 'a', code: typed }),
      ),
    );
    assert.equal(uses.filter(({ ok }) => ok).length, 1);
    assert.equal((await findSecondFactor(deps, 'ada'))?.recoveryCodesLeft, 9);
  },
);

eachDatabase('new recovery codes void the old ones, and none can be read in the database', async ({ db }) => {
  const deps = totpDeps(db);
  await accountWithTotp(deps, 'ada');
  const [old = ''] = await issueRecoveryCodes(deps, 'ada');
  const [fresh = ''] = await issueRecoveryCodes(deps, 'ada');
  assert.equal((await submitCode(deps, { accountId: 'ada', place: 'a', code: old })).ok, false);
  const kept = JSON.stringify(await db.selectFrom('recoveryCodes').selectAll().execute());
  assert.ok(!kept.includes(fresh) && !kept.includes(fresh.replace('-', '')));
  assert.equal((await submitCode(deps, { accountId: 'ada', place: 'a', code: fresh })).ok, true);
});

eachDatabase('what has not the form of a code costs no try', async ({ db }) => {
  const deps = totpDeps(db);
  const { id, secret } = await accountWithTotp(deps);
  for (const code of ['', '12345', '1234567', 'abcdef', '１２３']) {
    const verdict = await submitCode(deps, { accountId: id, place: 'here', code });
    assert.deepEqual(verdict, { ok: false, error: { reason: 'form' } });
  }
  const spaced = codeOn(secret, deps.clock).replace(/^(...)/, '$1 ');
  assert.equal((await submitCode(deps, { accountId: id, place: 'here', code: spaced })).ok, true);
});

eachDatabase(
  'whoever guesses codes elsewhere takes none of the tries of a device that its owner has used',
  async ({ db }) => {
    const deps = totpDeps(db);
    const { id, secret } = await accountWithTotp(deps);
    for (let guesses = 0; guesses < 25; guesses++) {
      await submitCode(deps, { accountId: id, place: `thief-${guesses}`, code: wrongCode(secret, deps) });
    }
    const right = { accountId: id, place: 'home', code: codeOn(secret, deps.clock) };
    const elsewhere = await submitCode(deps, right);
    assert.equal(elsewhere.ok, false);
    assert.equal((await submitCode(deps, { ...right, knownDevice: 'laptop' })).ok, true);
  },
);

eachDatabase('a recovery code is used up exactly if what it is given for is kept', async ({ db }) => {
  const deps = totpDeps(db);
  const { id } = await accountWithTotp(deps);
  const [code = ''] = await issueRecoveryCodes(deps, id);
  const overtaken = submitCode(deps, { accountId: id, place: 'here', code }, async () => {
    throw new Error('The attempt is over.');
  });
  await assert.rejects(overtaken, /attempt is over/);
  assert.equal((await submitCode(deps, { accountId: id, place: 'here', code })).ok, true);
});
