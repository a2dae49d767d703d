import assert from 'node:assert/strict';
import { eachDatabase } from '../../../test/support/databases.ts';
import { lettersTo } from '../../../test/support/letters.ts';
import {
  attemptOfAda,
  newPasswordForm,
  oldPassword,
  signInDeps,
} from '../../../test/support/sign-in-attempts.ts';
import { days } from '../../kernel/index.ts';
import { verifyAccountPassword } from '../passwords/index.ts';
import { insertSession } from '../sessions/index.ts';
import { AttemptOver } from './attempts.queries.ts';
import { submitNewPassword } from './submit-new-password.ts';

const visitor = { browser: 'laptop', address: '192.0.2.1', reference: 'TEST-TEST' };

eachDatabase('the new password takes the old one’s place, and its owner is told', async ({ db }) => {
  const deps = signInDeps(db);
  const { account, attempt } = await attemptOfAda(deps);
  const form = newPasswordForm({ passwordExpiration: '90-days' });
  const verdict = await submitNewPassword(deps, attempt, account, form, visitor);
  assert.ok(verdict.ok);
  const given = async (password: string) => {
    const verdict = await verifyAccountPassword(deps, { accountId: account.id, password });
    return verdict.ok ? verdict.value.expired : 'wrong';
  };
  assert.equal(await given(form.password), false);
  assert.equal(await given(oldPassword), 'wrong');
  deps.clock.advance(days(90));
  assert.equal(await given(form.password), true);
  assert.deepEqual(
    (await lettersTo(deps, account.email)).map(({ kind }) => kind),
    ['account-changed'],
  );
  const events = await db.selectFrom('auditEvents').select(['what', 'from']).execute();
  assert.deepEqual(events, [{ what: 'password-changed', from: visitor.address }]);
});

const refusals = [
  ['a common one', { password: 'passwordpassword1' }],
  ['one made of the person’s own name', { password: 'adalovelace adalovelace' }],
  ['a short one', { password: 'fourteen chars' }],
  ['the old one', { password: oldPassword }],
  ['the old one, composed differently', { password: oldPassword.normalize('NFD') }],
  ['one that was typed differently', { passwordConfirmation: 'nine quiet herons at dusk' }],
  ['an expiration that is none', { passwordExpiration: 'tomorrow' }],
  ['a date that has passed', { passwordExpiration: '2020-01-01' }],
] as const;
for (const [title, change] of refusals) {
  eachDatabase(`${title} is refused as the new password, and nothing changes`, async ({ db }) => {
    const deps = signInDeps(db);
    const { account, attempt } = await attemptOfAda(deps);
    const typed: Partial<ReturnType<typeof newPasswordForm>> = change;
    const form = newPasswordForm({
      ...typed,
      passwordConfirmation: typed.passwordConfirmation ?? typed.password,
    });
    const verdict = await submitNewPassword(deps, attempt, account, form, visitor);
    assert.ok(!verdict.ok);
    assert.ok((await verifyAccountPassword(deps, { accountId: account.id, password: oldPassword })).ok);
    assert.deepEqual(await lettersTo(deps, account.email), []);
  });
}

eachDatabase(
  'everything else that is under way for the account ends with the old password',
  async ({ db }) => {
    const deps = signInDeps(db);
    const { account, attempt, arrive } = await attemptOfAda(deps);
    const inSession = await arrive('attempt of a session', { sessionOf: account.id });
    const proven = await arrive('attempt with a password', { provenBy: account.id });
    const stranger = await arrive('attempt of a stranger', { sessionOf: 'somebody else' });
    const now = deps.clock.now();
    const proof = { authenticatedAt: now, amr: ['pwd'], acr: 'aal1', browser: null, address: null };
    for (const accountId of [account.id, 'somebody else']) {
      const times = { createdAt: now, lastSeenAt: now, expiresAt: now + days(1) };
      await insertSession(db, { uid: `of ${accountId}`, idDigest: accountId, accountId, ...proof, ...times });
    }
    assert.ok((await submitNewPassword(deps, attempt, account, newPasswordForm(), visitor)).ok);
    const attempts = (await db.selectFrom('attempts').select('id').execute()).map(({ id }) => id);
    assert.deepEqual(attempts.sort(), [attempt.id, stranger.id].sort());
    assert.ok(!attempts.includes(inSession.id) && !attempts.includes(proven.id));
    const sessions = await db.selectFrom('sessions').select('accountId').execute();
    assert.deepEqual(sessions, [{ accountId: 'somebody else' }]);
  },
);

for (const where of ['the same attempt', 'two attempts'] as const) {
  eachDatabase(
    `of two new passwords at once in ${where}, one is set and the other is not`,
    async ({ db, open }) => {
      const deps = signInDeps(db);
      const other = { ...deps, db: open() };
      const { account, attempt, arrive } = await attemptOfAda(deps);
      const second = where === 'two attempts' ? await arrive('second', { provenBy: account.id }) : attempt;
      const forms = ['nine quiet herons at dawn', 'eleven loud magpies at noon'].map((password) =>
        newPasswordForm({ password, passwordConfirmation: password }),
      );
      const outcomes = await Promise.allSettled([
        submitNewPassword(deps, attempt, account, forms[0] ?? assert.fail(), visitor),
        submitNewPassword(other, second, account, forms[1] ?? assert.fail(), visitor),
      ]);
      const won = outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value.ok);
      assert.deepEqual([...won].sort(), [false, true]);
      const lost = outcomes.find((outcome) => outcome.status === 'rejected');
      assert.ok(lost?.reason instanceof AttemptOver);
      const set = forms[won.indexOf(true)]?.password ?? '';
      assert.ok((await verifyAccountPassword(deps, { accountId: account.id, password: set })).ok);
      assert.equal((await lettersTo(deps, account.email)).length, 1);
    },
  );
}
