// THREATS 2, 3, 14, 16, 23: what a reset ends, what it leaves, and what it asks for.
import assert from 'node:assert/strict';
import { findAccount, setUnverifiedPhone } from '../../src/features/accounts/index.ts';
import { findNotice, notifyChange } from '../../src/features/notices/index.ts';
import { hashNewPassword, setPassword, verifyAccountPassword } from '../../src/features/passwords/index.ts';
import {
  findRecovery,
  RecoveryOver,
  recoveryStep,
  refuteChange,
  resetPassword,
  standOfRecovery,
  submitRecoveryCode,
} from '../../src/features/recovery/index.ts';
import { issueRecoveryCodes } from '../../src/features/recovery-codes/index.ts';
import { beginAttempt } from '../../src/features/sign-in/index.ts';
import { findToken, issueToken } from '../../src/features/tokens/index.ts';
import { currentOffer, findEnrolment } from '../../src/features/totp/index.ts';
import { hours, minutes } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { lettersTo } from '../support/letters.ts';
import {
  accountToRecover,
  provenRecovery,
  type Recovering,
  type RecoveryTestDeps,
  recovering,
  recoveryDeps,
  resetForm,
} from '../support/recoveries.ts';
import { signIn, worldOn } from '../support/session-rows.ts';
import { codeOn, confirmOffer } from '../support/totp-world.ts';

/** What somebody has under way in an account of theirs, or of somebody else. */
async function underWay(deps: RecoveryTestDeps, accountId: string): Promise<void> {
  const { db, clock } = deps;
  await signIn({ ...worldOn(db), clock }, `session of ${accountId}`, accountId, ['managed-hosting']);
  const id = `attempt of ${accountId}`;
  const request = { clientId: 'managed-hosting', prompts: [], acrValues: [] };
  await beginAttempt(deps, {
    id,
    interaction: id,
    serviceId: 'managed-hosting',
    request,
    session: undefined,
    expiresAt: clock.now() + hours(12),
  });
  await db.updateTable('attempts').set({ accountId, passwordAt: clock.now() }).where('id', '=', id).execute();
  await issueToken(deps, { purpose: 'anything', subject: accountId, browser: 'b', lifetime: hours(1) });
  await db
    .insertInto('emailChanges')
    .values({
      accountId,
      email: `thief-of-${accountId}@example.com`,
      place: 'there',
      tokenSentAt: clock.now(),
      expiresAt: clock.now() + hours(1),
    })
    .execute();
}

async function left(db: Db, accountId: string): Promise<string[]> {
  const rows = {
    sessions: await db.selectFrom('sessions').selectAll().where('accountId', '=', accountId).execute(),
    attempts: await db.selectFrom('attempts').selectAll().where('accountId', '=', accountId).execute(),
    tokens: await db.selectFrom('tokens').selectAll().where('subject', '=', accountId).execute(),
    emailChanges: await db
      .selectFrom('emailChanges')
      .selectAll()
      .where('accountId', '=', accountId)
      .execute(),
  };
  return Object.entries(rows).flatMap(([name, found]) => (found.length > 0 ? [name] : []));
}

const everything = ['sessions', 'attempts', 'tokens', 'emailChanges'];

eachDatabase(
  'a reset ends every session, sign-in, token, pending change and other recovery of the account, and nothing of others',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { email } = await accountToRecover(deps);
    const bob = await accountToRecover(deps, { id: 'bob' });
    const ofBob = await recovering(deps, bob.email);
    await ofBob.send();
    for (const id of ['ada', 'bob']) await underWay(deps, id);
    const thief = await provenRecovery(deps, email);
    deps.clock.advance(minutes(2));
    const owner = await provenRecovery(deps, email);
    assert.deepEqual(await left(db, 'ada'), everything, 'nothing ends before the last step');
    assert.ok((await owner.reset()).ok);

    assert.deepEqual(await left(db, 'ada'), []);
    assert.equal(await findRecovery(deps, thief.keys()), undefined);
    const binding = { purpose: 'recovery', subject: thief.keys().id };
    assert.deepEqual(
      await db.selectFrom('tokens').selectAll().where('subject', '=', binding.subject).execute(),
      [],
    );
    const told = await db.selectFrom('logoutNotices').select('sid').execute();
    assert.equal(told.length, 1, 'the service that was open there is told');
    assert.equal((await findAccount(db, 'ada'))?.phone, null, 'a number that nobody has verified is gone');

    assert.deepEqual(await left(db, 'bob'), everything);
    assert.ok(await findRecovery(deps, ofBob.keys()));
    const { recovery } = await ofBob.now();
    assert.ok(await findToken(db, { purpose: 'recovery', subject: recovery.id, browser: recovery.browser }));
  },
);

eachDatabase(
  'what was proven in a recovery is worth nothing once the password has been changed elsewhere',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { id: accountId, email } = await accountToRecover(deps);
    const thief = await provenRecovery(deps, email);
    const { recovery, standing } = await thief.now();
    deps.clock.advance(1);
    await setPassword(db, {
      accountId,
      hash: await hashNewPassword(deps, 'chosen by the owner meanwhile'),
      setAt: deps.clock.now(),
      expiration: 'never',
      expiresAt: undefined,
    });
    assert.ok((await thief.now()).standing.overtaken);
    assert.ok(standing.account && recovery);
    await assert.rejects(thief.reset(), RecoveryOver);
    const password = 'chosen by the owner meanwhile';
    assert.ok((await verifyAccountPassword(deps, { accountId, password })).ok);
  },
);

eachDatabase(
  'an account that is disabled, or has another address, on the way gets no new password',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    for (const [id, change] of [
      ['ada', { disabledAt: 1 }],
      ['bob', { deletedAt: 1 }],
      ['eve', { email: 'elsewhere@example.com' }],
    ] as const) {
      const { email } = await accountToRecover(deps, { id });
      const person = await provenRecovery(deps, email);
      const { recovery, standing } = await person.now();
      await db.updateTable('accounts').set(change).where('id', '=', id).execute();
      assert.equal(recoveryStep((await person.now()).standing.facts), 'questions');
      assert.ok(standing.account);
      await assert.rejects(
        resetPassword(deps, recovery, standing.account, resetForm, person.visitor),
        RecoveryOver,
      );
      deps.clock.advance(minutes(2));
    }
    const set = await db.selectFrom('passwords').select('setAt').execute();
    assert.ok(set.every(({ setAt }) => setAt < deps.clock.now() - hours(24)));
  },
);

async function enrol(
  deps: RecoveryTestDeps,
  accountId: string,
): Promise<{ secret: string; codes: string[] }> {
  const account = { id: accountId, email: `${accountId}@example.com` };
  const { secretText } = await currentOffer(deps, { account, place: 'p', brand: 'Lumen' });
  const secret = secretText.replaceAll(' ', '');
  const code = codeOn(secret, deps.clock);
  const confirmed = await confirmOffer(deps, { accountId, place: 'p', code }, async () => undefined);
  assert.ok(confirmed.ok);
  deps.clock.advance(minutes(1));
  return { secret, codes: await issueRecoveryCodes(deps, accountId) };
}

async function giveCode(deps: RecoveryTestDeps, person: Recovering, code: string) {
  const { recovery, standing } = await person.now();
  assert.ok(standing.account);
  return submitRecoveryCode(deps, recovery, standing.account, { code }, person.visitor);
}

eachDatabase(
  'a reset asks for the second factor that the account has, and leaves it as it is',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { id, email } = await accountToRecover(deps);
    const { secret, codes } = await enrol(deps, id);
    const person = await provenRecovery(deps, email);
    const due = async () => recoveryStep((await person.now()).standing.facts);
    assert.equal(await due(), 'code');
    await assert.rejects(person.reset(), RecoveryOver, 'skipped, it is refused by the operation too');
    assert.ok(!(await giveCode(deps, person, '000000')).ok);
    assert.equal(await due(), 'code');
    assert.ok((await giveCode(deps, person, codeOn(secret, deps.clock))).ok);
    assert.equal(
      await findRecovery(deps, person.keys()),
      undefined,
      'the cookie before opens nothing any more',
    );

    deps.clock.advance(minutes(2));
    const replayed = await provenRecovery(deps, email);
    assert.ok(
      !(await giveCode(deps, replayed, codeOn(secret, deps.clock, -minutes(2)))).ok,
      'used, and too old',
    );
    const verdict = await giveCode(deps, replayed, codes[0] ?? '');
    assert.ok(verdict.ok);
    const keys = { ...replayed.keys(), secret: verdict.value.secret };
    const proven = await findRecovery(deps, keys);
    assert.ok(proven);
    const { account } = await standOfRecovery(deps, proven);
    assert.ok(account);
    assert.ok((await resetPassword(deps, proven, account, resetForm, replayed.visitor)).ok);
    assert.ok(await findEnrolment(db, id), 'the factor is still asked for at the next sign-in');
    const changes = (await lettersTo(deps, email)).map(({ fields }) => fields['change']);
    assert.ok(changes.includes('recovery-code-used'));
    const amr = await db.selectFrom('sessions').selectAll().execute();
    assert.deepEqual(amr, [], 'nobody is signed in by it');
  },
);

eachDatabase('codes are counted: five wrong ones in a recovery, also all at once', async ({ db }) => {
  const deps = recoveryDeps(db);
  const { id, email } = await accountToRecover(deps);
  const { secret } = await enrol(deps, id);
  const person = await provenRecovery(deps, email);
  const verdicts = await Promise.all(
    Array.from({ length: 12 }, (_, index) => giveCode(deps, person, String(100_000 + index))),
  );
  const spent = verdicts.filter((verdict) => !verdict.ok && verdict.error.reason === 'attempt-spent');
  assert.equal(spent.length, 7);
  assert.ok(!(await giveCode(deps, person, codeOn(secret, deps.clock))).ok);
});

/** The secret of the newest notice's link. */
async function noticeTo(deps: RecoveryTestDeps, email: string): Promise<string> {
  const link = String(
    (await lettersTo(deps, email)).findLast(({ kind }) => kind === 'account-changed')?.fields['link'],
  );
  return new URL(link).searchParams.get('notice') ?? '';
}

eachDatabase(
  '"this wasn’t me" ends all of it, begins a recovery in that browser alone, and works once',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { id, email } = await accountToRecover(deps);
    await underWay(deps, id);
    const thief = await provenRecovery(deps, email);
    const account = await findAccount(db, id);
    assert.ok(account);
    await notifyChange(deps, { account, change: 'name-changed', from: {} });
    const secret = await noticeTo(deps, email);
    assert.ok(await findNotice(deps, secret));
    assert.deepEqual(await left(db, id), everything, 'looking at it does nothing');

    const visitor = { browser: 'laptop of the owner', address: '192.0.2.7', reference: 'TEST-TEST' };
    const begun = await Promise.all(Array.from({ length: 5 }, () => refuteChange(deps, secret, visitor)));
    const [won, ...more] = begun.filter((each) => each !== undefined);
    assert.ok(won && more.length === 0);
    assert.deepEqual(await left(db, id), []);
    assert.equal(await findRecovery(deps, thief.keys()), undefined);
    assert.equal((await findRecovery(deps, { ...won, browser: visitor.browser }))?.email, email);
    assert.equal(await findRecovery(deps, { ...won, browser: thief.keys().browser }), undefined);
    const events = await db.selectFrom('auditEvents').select(['what', 'whom']).execute();
    assert.equal(
      events.filter(({ what, whom }) => what === 'change-refuted' && whom === `account:${id}`).length,
      1,
    );
  },
);

eachDatabase(
  'a link of a notice that is unknown, over, or of an account that is gone does nothing',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { id, email } = await accountToRecover(deps);
    await underWay(deps, id);
    const account = await findAccount(db, id);
    assert.ok(account);
    await notifyChange(deps, { account, change: 'name-changed', from: {} });
    const secret = await noticeTo(deps, email);
    const visitor = { browser: 'b', address: '192.0.2.7', reference: 'TEST-TEST' };
    assert.equal(await refuteChange(deps, `${secret}x`, visitor), undefined);
    assert.equal(await refuteChange(deps, '', visitor), undefined);
    deps.clock.advance(hours(72));
    assert.equal(await refuteChange(deps, secret, visitor), undefined);
    deps.clock.advance(-hours(72));
    await db.updateTable('accounts').set({ disabledAt: 1 }).execute();
    assert.equal(await refuteChange(deps, secret, visitor), undefined);
    assert.deepEqual(await left(db, id), everything);
  },
);

eachDatabase(
  'a number that somebody has typed and not verified gets no text and does not outlive the reset',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    const { id, email } = await accountToRecover(deps, { verified: true });
    await setUnverifiedPhone(db, id, { phone: '+15555550199', overwritten: true });
    const person = await recovering(deps, email);
    await person.send('sms');
    assert.deepEqual(await lettersTo(deps, '+15555550199'), []);
    deps.clock.advance(minutes(2));
    await (await provenRecovery(deps, email)).reset();
    assert.equal((await findAccount(db, id))?.phone, null);
  },
);
