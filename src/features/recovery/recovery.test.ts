import assert from 'node:assert/strict';
import { eachDatabase, onDatabase } from '../../../test/support/databases.ts';
import { lettersTo } from '../../../test/support/letters.ts';
import {
  accountToRecover,
  aLinkOf,
  knownDeviceOf,
  newPassword,
  oldPassword,
  phone,
  provenRecovery,
  recovering,
  recoveryDeps,
  recoveryTokenTo,
  resetForm,
  rightAnswers,
} from '../../../test/support/recoveries.ts';
import { signIn, worldOn } from '../../../test/support/session-rows.ts';
import { days, hours, minutes } from '../../kernel/index.ts';
import { verifyAccountPassword } from '../passwords/index.ts';
import { budgets } from '../throttle/index.ts';
import { findRecovery } from './find-recovery.ts';
import { RecoveryOver } from './recovery.queries.ts';
import { recoveryStep } from './recovery-step.ts';
import { resetPassword } from './reset-password.ts';
import { sweepRecoveries } from './sweep-recoveries.ts';

eachDatabase(
  'whoever gives token and answers gets a new password, and nothing changes before that',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { id: accountId, email } = await accountToRecover(deps);
    const given = async (password: string) => (await verifyAccountPassword(deps, { accountId, password })).ok;
    const person = await recovering(deps, email);
    const due = async () => recoveryStep((await person.now()).standing.facts);
    assert.equal(await due(), 'choose');
    await person.send();
    assert.equal(await due(), 'token');
    assert.ok((await person.token((await recoveryTokenTo(deps, email)).toLowerCase().replace('-', ' '))).ok);
    assert.equal(await due(), 'questions');
    assert.ok((await person.answers([' BAGHEERA', 'abo', 'The GoldbergVariations'])).ok);
    assert.equal(await due(), 'new-password');
    assert.ok(await given(oldPassword));
    assert.ok((await person.reset({ ...resetForm, passwordExpiration: '30-days' })).ok);
    assert.equal(await due(), 'done');
    assert.ok(!(await given(oldPassword)));
    assert.ok(await given(newPassword));
    const [row] = await db.selectFrom('passwords').select('expiresAt').execute();
    assert.equal(row?.expiresAt, deps.clock.now() + days(30));
    const events = await db.selectFrom('auditEvents').selectAll().execute();
    assert.deepEqual(
      new Set(events.map(({ what }) => what)),
      new Set(['recovery-begun', 'token-sent', 'token-given', 'answers-given', 'password-reset']),
    );
  },
);

eachDatabase('the owner is told of the reset, with the links that there are', async ({ db }) => {
  const deps = recoveryDeps(db);
  const { id, email } = await accountToRecover(deps, { verified: true });
  await aLinkOf(deps, id);
  await (await provenRecovery(deps, email)).reset();
  const notice = (await lettersTo(deps, email)).at(-1);
  assert.equal(notice?.kind, 'account-changed');
  assert.equal(notice.fields['change'], 'password-reset');
  assert.equal(notice.fields['detail'], 'A new password was chosen by “Forgot your password”');
  assert.deepEqual(notice.fields['besides'], [
    ['Linked services', 'Managed Hosting (alice)'],
    ['Mobile phone', 'has to be verified again before texts are sent to it'],
  ]);
  assert.match(String(notice.fields['link']), /^https:\/\/account\.example\.test\/not-me\?notice=/);
});

onDatabase('sqlite', 'of an account without links it is said under their own term', async ({ db }) => {
  const deps = recoveryDeps(db);
  const { email } = await accountToRecover(deps, {});
  await (await provenRecovery(deps, email)).reset();
  const notice = (await lettersTo(deps, email)).at(-1);
  assert.deepEqual(notice?.fields['besides'], [['Linked services', 'none']]);
});

eachDatabase(
  'the worker’s message says by its kind what is sent, and it goes where the account says',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    await accountToRecover(deps, { id: 'ada', verified: true });
    await accountToRecover(deps, { id: 'bob' });
    const kinds = async (to: string) => (await lettersTo(deps, to)).map(({ kind }) => kind);
    for (const email of ['ada@example.com', 'bob@example.com', 'nil@example.com']) {
      const person = await recovering(deps, email);
      assert.ok((await person.send('sms')).ok);
      deps.clock.advance(minutes(1));
      assert.ok((await person.send('email')).ok);
    }
    assert.deepEqual(await kinds(phone), ['recovery-text']);
    assert.deepEqual(await kinds('ada@example.com'), ['recovery-token']);
    for (const email of ['bob@example.com', 'nil@example.com'])
      assert.deepEqual(await kinds(email), ['recovery-without-text', 'recovery-token']);
  },
);

eachDatabase('without a gateway for texts whoever asks for one is mailed', async ({ db }) => {
  const deps = { ...recoveryDeps(db), textsAreSent: false };
  const { email } = await accountToRecover(deps, { verified: true });
  await (await recovering(deps, email)).send('sms');
  assert.deepEqual(await lettersTo(deps, phone), []);
  assert.equal((await lettersTo(deps, email)).at(-1)?.kind, 'recovery-without-text');
});

eachDatabase(
  'a number that somebody verified does not outlive a reset by email, and does one by a text to it',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { email } = await accountToRecover(deps, { verified: true });
    const verifiedAt = async () =>
      await db.selectFrom('accounts').select(['phone', 'phoneVerifiedAt']).executeTakeFirstOrThrow();
    const person = await recovering(deps, email);
    await person.send('sms');
    assert.ok((await person.token(await recoveryTokenTo(deps, phone))).ok);
    await person.answers();
    assert.ok((await person.reset()).ok);
    assert.notEqual((await verifiedAt()).phoneVerifiedAt, null);
    deps.clock.advance(minutes(5));
    const again = await provenRecovery(deps, email);
    assert.ok(
      (await again.reset({ ...resetForm, password: oldPassword, passwordConfirmation: oldPassword })).ok,
    );
    assert.deepEqual(await verifiedAt(), { phone, phoneVerifiedAt: null });
  },
);

eachDatabase(
  'a new password that is none, or the one that there is, is refused, and nothing changes',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { id: accountId, email } = await accountToRecover(deps);
    await signIn({ ...worldOn(db), clock: deps.clock }, 'thief', accountId);
    const person = await provenRecovery(deps, email);
    for (const form of [
      { ...resetForm, password: 'short', passwordConfirmation: 'short' },
      { ...resetForm, password: oldPassword, passwordConfirmation: oldPassword },
      { ...resetForm, passwordConfirmation: `${newPassword}!` },
      { ...resetForm, passwordExpiration: '2020-01-01' },
      { ...resetForm, password: 'adalovelace adalovelace', passwordConfirmation: 'adalovelace adalovelace' },
    ]) {
      assert.ok(!(await person.reset(form)).ok, JSON.stringify(form));
    }
    assert.ok((await verifyAccountPassword(deps, { accountId, password: oldPassword })).ok);
    assert.equal((await db.selectFrom('sessions').selectAll().execute()).length, 1);
    assert.equal(recoveryStep((await person.now()).standing.facts), 'new-password');
  },
);

eachDatabase('of two resets of one account at the same time one wins, whichever they are', async ({ db }) => {
  const deps = recoveryDeps(db);
  const { email } = await accountToRecover(deps);
  const one = await provenRecovery(deps, email);
  deps.clock.advance(minutes(2));
  const other = await provenRecovery(deps, email);
  const found = [await one.now(), await other.now(), await one.now()];
  const verdicts = await Promise.allSettled(
    found.map(({ recovery, standing: { account } }) => {
      assert.ok(account);
      return resetPassword(deps, recovery, account, resetForm, one.visitor);
    }),
  );
  const won = verdicts.filter((verdict) => verdict.status === 'fulfilled' && verdict.value.ok);
  assert.equal(won.length, 1);
  for (const verdict of verdicts)
    if (verdict.status === 'rejected')
      assert.ok(verdict.reason instanceof RecoveryOver, String(verdict.reason));
  assert.equal((await lettersTo(deps, email)).filter(({ kind }) => kind === 'account-changed').length, 1);
});

eachDatabase('each proof changes the cookie: with the one before nobody gets in', async ({ db }) => {
  const deps = recoveryDeps(db);
  const { email } = await accountToRecover(deps);
  const person = await recovering(deps, email);
  const held = [person.keys()];
  await person.send();
  await person.token(await recoveryTokenTo(deps, email));
  held.push(person.keys());
  await person.answers();
  for (const keys of held) assert.equal(await findRecovery(deps, keys), undefined);
  assert.ok(await findRecovery(deps, person.keys()));
  assert.equal(await findRecovery(deps, { ...person.keys(), browser: 'another one' }), undefined);
});

eachDatabase('a recovery is over after an hour, and is swept', async ({ db }) => {
  const deps = recoveryDeps(db);
  const { email } = await accountToRecover(deps);
  const person = await provenRecovery(deps, email);
  const { recovery, standing } = await person.now();
  deps.clock.advance(hours(1));
  assert.equal(await findRecovery(deps, person.keys()), undefined);
  assert.ok(standing.account);
  await assert.rejects(
    resetPassword(deps, recovery, standing.account, resetForm, person.visitor),
    RecoveryOver,
  );
  await sweepRecoveries(deps);
  assert.deepEqual(await db.selectFrom('recoveries').selectAll().execute(), []);
});

eachDatabase(
  'a browser that the owner has used before gets tokens, however many strangers have asked for',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { id, email } = await accountToRecover(deps);
    for (let asked = 0; asked < budgets['new-tokens'].tries; asked++) {
      await (await recovering(deps, email)).send();
      deps.clock.advance(minutes(1));
    }
    assert.ok(!(await (await recovering(deps, email)).send()).ok);
    await knownDeviceOf(deps, id, 'laptop');
    const owner = await recovering(deps, email, { browser: 'laptop' });
    assert.ok((await owner.send()).ok);
    assert.equal((await lettersTo(deps, email)).at(-1)?.kind, 'recovery-token-known-device');
    assert.ok((await owner.token(await recoveryTokenTo(deps, email))).ok);
    assert.ok((await owner.answers(rightAnswers)).ok);
  },
);
