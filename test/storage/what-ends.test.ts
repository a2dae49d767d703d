// What ends with a change of the account, and that all such changes take rows in one order.
import assert from 'node:assert/strict';
import { askForDeletion } from '../../src/features/account-deletion/index.ts';
import { type Account, findAccount } from '../../src/features/accounts/index.ts';
import type { Changer } from '../../src/features/notices/index.ts';
import { changePassword } from '../../src/features/passwords/index.ts';
import { beginRecovery, refuteChange, submitRecoveryCode } from '../../src/features/recovery/index.ts';
import { issueRecoveryCodes } from '../../src/features/recovery-codes/index.ts';
import { bindApp, permitBinding, turnOffApp } from '../../src/features/second-factor/index.ts';
import { endSession } from '../../src/features/sessions/index.ts';
import {
  beginAttempt,
  openAttempt,
  sendTokenInAttempt,
  submitBindingToken,
  submitEnrolment,
  submitNewPassword,
  submitSecondFactor,
} from '../../src/features/sign-in/index.ts';
import { issueToken } from '../../src/features/tokens/index.ts';
import { currentOffer } from '../../src/features/totp/index.ts';
import { endUnderWay } from '../../src/features/under-way/index.ts';
import { hours, minutes } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { lettersTo } from '../support/letters.ts';
import {
  accountToRecover,
  oldPassword,
  provenRecovery,
  type RecoveryTestDeps,
  recovering,
  recoveryDeps,
  recoveryTokenTo,
  resetForm,
} from '../support/recoveries.ts';
import { signIn, worldOn } from '../support/session-rows.ts';
import { signInDeps } from '../support/sign-in-attempts.ts';
import { codeOn } from '../support/totp-world.ts';

const visitor = { browser: 'laptop', address: '192.0.2.1', reference: 'TEST-TEST' };

async function attemptOf(deps: RecoveryTestDeps, id: string, accountId: string) {
  const { secret } = await beginAttempt(deps, {
    id,
    interaction: id,
    serviceId: 'managed-hosting',
    request: { clientId: 'managed-hosting', prompts: [], acrValues: [] },
    session: undefined,
    expiresAt: deps.clock.now() + hours(12),
  });
  const proven = { accountId, passwordAt: deps.clock.now() };
  await deps.db.updateTable('attempts').set(proven).where('id', '=', id).execute();
  const opened = await openAttempt(deps, { id, interaction: id, secret });
  assert.ok(opened.ok);
  return opened.value;
}

/** Two of everything that an account can have under way. */
async function underWay(deps: RecoveryTestDeps, id: string): Promise<string[]> {
  const { db, clock } = deps;
  const { email } = await accountToRecover(deps, { id });
  const recoveries = [];
  for (const nth of ['first', 'second']) {
    await signIn({ ...worldOn(db), clock }, `${nth} session of ${id}`, id, ['managed-hosting']);
    await attemptOf(deps, `${nth} attempt of ${id}`, id);
    const begun = await beginRecovery(deps, { email }, visitor);
    assert.ok(begun.ok);
    recoveries.push(begun.value.id);
    const bound = { browser: 'b', lifetime: hours(1) };
    await issueToken(deps, { ...bound, purpose: 'recovery', subject: begun.value.id });
    await issueToken(deps, { ...bound, purpose: `${nth} change`, subject: id });
  }
  const waits = { accountId: id, place: 'p', tokenSentAt: clock.now(), expiresAt: clock.now() + hours(1) };
  await db
    .insertInto('emailChanges')
    .values({ ...waits, email: `new-${email}` })
    .execute();
  await db
    .insertInto('phoneChanges')
    .values({ ...waits, phone: '+15555550199' })
    .execute();
  return recoveries;
}

/** What is there, whose ever it is. */
async function left(db: Db): Promise<string[]> {
  const rows = await Promise.all([
    db.selectFrom('sessions').select('uid as name').execute(),
    db.selectFrom('attempts').select('id as name').execute(),
    db.selectFrom('recoveries').select('id as name').execute(),
    db.selectFrom('tokens').select('subject as name').execute(),
    db.selectFrom('emailChanges').select('accountId as name').execute(),
    db.selectFrom('phoneChanges').select('accountId as name').execute(),
  ]);
  return rows
    .flat()
    .map(({ name }) => name)
    .sort();
}

eachDatabase(
  'a change ends everything that the account has under way but where it is made, and nothing of anybody else',
  async ({ db }) => {
    const deps = recoveryDeps(db);
    await underWay(deps, 'bob');
    const ofBob = await left(db);
    const [recovery = ''] = await underWay(deps, 'ada');
    const account = (await findAccount(db, 'ada')) as Account;
    const except = { session: 'first session of ada', attempt: 'first attempt of ada', recovery };
    const end = (ending: Partial<Parameters<typeof endUnderWay>[1]>) =>
      db.transaction().execute((trx) => endUnderWay({ ...deps, db: trx }, { account, ...ending }));
    await end({ except });
    assert.deepEqual(await left(db), [...ofBob, ...Object.values(except), /* its token */ recovery].sort());
    assert.ok((await findAccount(db, 'ada'))?.phone);
    await end({ unverifiedPhone: 'goes' });
    assert.deepEqual(await left(db), ofBob);
    assert.equal((await findAccount(db, 'ada'))?.phone, null);
    const told = await db.selectFrom('logoutNotices').select('sid').where('accountId', '=', 'ada').execute();
    assert.equal(told.length, 2);
  },
);

eachDatabase('recoveries of the address that was left, or came, end with its change', async ({ db }) => {
  const deps = recoveryDeps(db);
  await accountToRecover(deps, { id: 'ada' });
  for (const email of ['new@example.com', 'ada@example.com', 'else@example.com'])
    await beginRecovery(deps, { email }, visitor);
  const account = (await findAccount(db, 'ada')) as Account;
  await db
    .transaction()
    .execute((trx) => endUnderWay({ ...deps, db: trx }, { account, otherEmail: 'new@example.com' }));
  const emails = await db.selectFrom('recoveries').select('email').execute();
  assert.deepEqual(emails, [{ email: 'else@example.com' }]);
});

eachDatabase(
  'an app that is bound at sign-in ends whatever was begun without it, but for that sign-in',
  async ({ db }) => {
    const deps = { ...signInDeps(db), ...recoveryDeps(db) };
    await underWay(deps, 'ada');
    const account = (await findAccount(db, 'ada')) as Account;
    const attempt = await attemptOf(deps, 'here', 'ada');
    const { secretText } = await currentOffer(deps, { account, place: attempt.id, brand: 'Lumen' });
    const code = codeOn(secretText.replaceAll(' ', ''), deps.clock);
    const bound = await submitEnrolment(deps, attempt, account, { code }, visitor);
    assert.ok(bound.ok && bound.value.recoveryCodes.length === 10);
    assert.deepEqual(await left(db), ['here']);
    const notice = await newest(deps, account, 'account-changed');
    assert.equal(notice['change'], 'totp-on');
  },
);

async function newest(deps: RecoveryTestDeps, { email }: Account, kind: string) {
  const letters = await lettersTo(deps, email);
  return letters.findLast((letter) => letter.kind === kind)?.fields ?? assert.fail(`no ${kind} to ${email}`);
}

/** What proves something on the way, and changes nothing of the account. */
const STEPS = [
  'recovery code at sign-in',
  'token sent in a recovery',
  'token in a recovery',
  'recovery code in a recovery',
  'token at sign-in',
  'sign-out',
];

/** Rows that are only ever added, or counted one by one outside of all this: nobody waits for one while holding another. */
const ADDED_ONLY = /^(auditEvents|messages|notices|logoutNotices|throttle\w*|signals\w*)$/;

onDatabase(
  'sqlite',
  'all changes take the account first, and then rows in one order, so that no two of them wait for each other',
  async ({ db, open }) => {
    let written: string[] = [];
    const watched = open({
      onWrite: (sql) => {
        const [, table = ''] = sql.match(/(?:insert into|update|delete from) "(\w+)"/i) ?? [];
        if (!ADDED_ONLY.test(table) && !written.includes(table)) written.push(table);
      },
    });
    const deps = { ...signInDeps(watched), ...recoveryDeps(watched) };
    const orders = new Map<string, string[]>();
    const noting = async (what: string, change: () => Promise<unknown>) => {
      written = [];
      const verdict = (await change()) as { ok?: boolean } | undefined;
      assert.ok(verdict && verdict.ok !== false, `${what}: ${JSON.stringify(verdict)}`);
      orders.set(what, [...written]);
    };
    await underWay({ ...deps, db }, 'ada');
    const account = (await findAccount(db, 'ada')) as Account;
    const session = 'first session of ada';
    const sessionIds = [`digest of ${session}`, 'id 1', 'id 2'];
    const changer: Changer = { ...visitor, account, session, sessionIds, browserWords: undefined };
    const at = { place: session, browser: visitor.browser };
    const codeFor = async (place: string) => {
      const offer = await currentOffer(deps, { account, place, brand: 'Lumen' });
      return codeOn(offer.secretText.replaceAll(' ', ''), deps.clock);
    };
    const renewed = async () => {
      deps.clock.advance(minutes(2));
      await issueToken(deps, { purpose: 'x', subject: 'ada', browser: 'b', lifetime: hours(1) });
      return attemptOf(deps, `attempt at ${deps.clock.now()}`, 'ada');
    };

    const choice = resetForm;
    const nextIdOf = async (digest: string) => {
      const kept = db.selectFrom('sessions').select('idDigest').where('uid', '=', session);
      return { under: (await kept.executeTakeFirstOrThrow()).idDigest, digest };
    };
    await noting('password', async () =>
      changePassword(deps, changer, { given: oldPassword, choice, nextId: await nextIdOf('id 1') }),
    );
    await renewed();
    await permitBinding(deps, at, 'first');
    const code = await codeFor(session);
    const nextId = await nextIdOf('id 2');
    await noting('app', () => bindApp(deps, changer, { code, nextId }));
    const [recoveryCode = '', another = ''] = await issueRecoveryCodes(deps, 'ada');
    const bySignIn = await renewed();
    await noting('recovery code at sign-in', () =>
      submitSecondFactor(deps, bySignIn, account, { code: recoveryCode }, visitor),
    );
    const person = await recovering(deps, account.email);
    await noting('token sent in a recovery', () => person.send());
    const token = await recoveryTokenTo(deps, account.email);
    await noting('token in a recovery', () => person.token(token));
    await person.answers();
    const { recovery } = await person.now();
    await noting('recovery code in a recovery', () =>
      submitRecoveryCode(deps, recovery, account, { code: another }, visitor),
    );
    await renewed();
    await noting('app off', () => turnOffApp(deps, changer, { mayBeLast: true }));
    const proving = await renewed();
    await sendTokenInAttempt(deps, proving, account, visitor);
    const mailed = await newest(deps, account, 'second-factor-token');
    await noting('token at sign-in', () =>
      submitBindingToken(deps, proving, account, String(mailed['token']), visitor),
    );
    const enrolling = await renewed();
    const enrolled = await codeFor(enrolling.id);
    await noting('app in an attempt', () =>
      submitEnrolment(deps, enrolling, account, { code: enrolled }, visitor),
    );
    await db.deleteFrom('totpEnrolments').execute();
    const expiring = await renewed();
    const form = { ...resetForm, password: 'eleven loud magpies at noon' };
    await noting('expired password', () =>
      submitNewPassword(deps, expiring, account, { ...form, passwordConfirmation: form.password }, visitor),
    );
    deps.clock.advance(minutes(2));
    const resetting = await provenRecovery(deps, account.email);
    await noting('reset', () => resetting.reset());
    const { link } = await newest(deps, account, 'account-changed');
    const notice = new URL(String(link)).searchParams.get('notice') ?? '';
    await noting('not me', () => refuteChange(deps, notice, visitor));
    await signIn({ ...worldOn(watched), clock: deps.clock }, session, 'ada');
    await noting('deletion', () => askForDeletion(deps, changer));
    await signIn({ ...worldOn(watched), clock: deps.clock }, session, 'ada', ['managed-hosting']);
    await noting('sign-out', () =>
      watched.transaction().execute((trx) => endSession(trx, { uid: session, now: deps.clock.now() })),
    );

    // Whoever holds the account waits for nobody else who does; the rest take rows in the order of those.
    const steps = [...orders].filter(([, tables]) => tables[0] !== 'accounts');
    assert.deepEqual(
      steps.map(([what]) => what),
      STEPS,
    );
    for (const [step, tables] of steps)
      for (const [nth, first] of tables.entries())
        for (const second of tables.slice(nth + 1))
          for (const [other, theirs] of orders) {
            const back = theirs.includes(second) && theirs.indexOf(second) < theirs.indexOf(first);
            assert.ok(!back, `${step}: ${first} before ${second}; ${other}: the other way round`);
          }
  },
);
