// THREATS 3, 16, 17: an address that a thief has changed is taken back, and what the thief has set with it.
import assert from 'node:assert/strict';
import { findAccount } from '../../src/features/accounts/index.ts';
import { keepProofs } from '../../src/features/earlier-proofs/index.ts';
import {
  askEmailChange,
  confirmEmailChange,
  sweepEmailChanges,
  undoEmailChange,
} from '../../src/features/email-changes/index.ts';
import { listLinks } from '../../src/features/links/index.ts';
import type { Changer } from '../../src/features/notices/index.ts';
import { listPasskeys } from '../../src/features/passkeys/index.ts';
import { insertPasskey } from '../../src/features/passkeys/passkeys.queries.ts';
import { changePassword, verifyAccountPassword } from '../../src/features/passwords/index.ts';
import { changePin, checkPin, insertPin } from '../../src/features/pins/index.ts';
import {
  findRecovery,
  recoveryStep,
  refuteChange,
  submitRecoveryCode,
} from '../../src/features/recovery/index.ts';
import {
  countUnspentCodes,
  issueRecoveryCodes,
  spendRecoveryCode,
} from '../../src/features/recovery-codes/index.ts';
import {
  bindApp,
  findSecondFactor,
  permitBinding,
  renewRecoveryCodes,
  resetSecondFactor,
  turnOffApp,
} from '../../src/features/second-factor/index.ts';
import { replaceQuestions } from '../../src/features/security-questions/index.ts';
import { beginAttempt, openAttempt, submitPassword } from '../../src/features/sign-in/index.ts';
import { currentOffer, findEnrolment } from '../../src/features/totp/index.ts';
import { days, hours, minutes } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import type { Hashing } from '../../src/platform/hashing/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { lettersTo } from '../support/letters.ts';
import {
  accountToRecover,
  aLinkOf,
  knownDeviceOf,
  newPassword,
  oldPassword,
  type RecoveryTestDeps,
  recovering,
  recoveryDeps,
  recoveryTokenTo,
  resetForm,
  rightAnswers,
} from '../support/recoveries.ts';
import { signIn, worldOn } from '../support/session-rows.ts';
import { codeOn, confirmOffer } from '../support/totp-world.ts';

const OLD = 'ada@example.com';
const NEW = 'thief@example.com';
const where = { address: '198.51.100.9', browserWords: 'Firefox on Linux', reference: 'R' };
const thiefsQuestions = [
  { question: 'What is the first line of it?', answer: 'Call me Ishmael' },
  { question: 'Which ship is it about?', answer: 'The Pequod' },
  { question: 'What does he look for?', answer: 'A white whale' },
];
const thiefsPassword = 'seven stolen lanterns at sea';

/** Ada with password, questions and PIN; with an app and recovery codes too, where asked for. */
async function ada(db: Db, { app = true } = {}) {
  const deps = recoveryDeps(db);
  const { id } = await accountToRecover(deps, { verified: true });
  await insertPin(deps, { accountId: id, pin: '246810', setAt: 1 });
  const secret = app ? await bindFirst(deps, id) : '';
  const codes = app ? await issueRecoveryCodes(deps, id) : [];
  return { deps, id, secret, codes };
}

async function bindFirst(deps: RecoveryTestDeps, id: string): Promise<string> {
  const offer = await currentOffer(deps, { account: { id, email: OLD }, place: 'p', brand: 'L' });
  const secret = offer.secretText.replaceAll(' ', '');
  const code = codeOn(secret, deps.clock);
  assert.ok((await confirmOffer(deps, { accountId: id, place: 'p', code }, async () => undefined)).ok);
  deps.clock.advance(minutes(2));
  return secret;
}

let sessions = 0;

/** Somebody who is signed in, with a service open. */
async function inSession(deps: RecoveryTestDeps): Promise<Changer> {
  const uid = `session ${++sessions}`;
  await signIn({ ...worldOn(deps.db), clock: deps.clock }, uid, 'ada', ['managed-hosting']);
  const account = await findAccount(deps.db, 'ada');
  assert.ok(account);
  return { account, session: uid, sessionIds: [`digest of ${uid}`], browser: 'b', ...where };
}

/** Whatever somebody in a session can put in the place of what there is. */
async function replaceEverything(deps: RecoveryTestDeps): Promise<void> {
  const { db, clock } = deps;
  const thief = await inSession(deps);
  const at = { place: thief.session, browser: thief.browser };
  assert.ok((await changePin(deps, thief, '1111')).ok);
  assert.ok((await replaceQuestions(deps, thief, thiefsQuestions)).ok);
  await permitBinding(deps, at, (await findSecondFactor(deps, 'ada')) ? 'next' : 'first');
  const { account } = thief;
  const offer = await currentOffer(deps, { account, place: thief.session, brand: 'L' });
  const code = codeOn(offer.secretText.replaceAll(' ', ''), clock);
  const nextId = { under: thief.sessionIds[0] ?? '', digest: `next of ${thief.session}` };
  assert.ok((await bindApp(deps, thief, { code, nextId })).ok);
  thief.sessionIds = [nextId.digest];
  assert.ok((await renewRecoveryCodes(deps, thief)).ok);
  const times = { createdAt: clock.now(), lastUsedAt: undefined };
  const kind = { counter: 0, transports: [], portable: true, backedUp: true };
  const key = { credentialId: `credential ${sessions}`, publicKey: 'x', ...kind };
  await insertPasskey(db, { id: `thief’s ${sessions}`, accountId: 'ada', name: 'Thief', ...key, ...times });
  const choice = {
    password: thiefsPassword,
    passwordConfirmation: thiefsPassword,
    passwordExpiration: 'never',
  };
  const after = { under: nextId.digest, digest: `last of ${thief.session}` };
  assert.ok((await changePassword(deps, thief, { given: oldPassword, choice, nextId: after })).ok);
}

async function moveTo(deps: RecoveryTestDeps, email: string): Promise<void> {
  deps.clock.advance(minutes(2));
  const changer = await inSession(deps);
  const request = { email, place: changer.session };
  assert.ok((await askEmailChange(deps, changer, request)).ok);
  const letters = await lettersTo(deps, email);
  const token = String(letters.findLast(({ kind }) => kind === 'email-change-token')?.fields['token']);
  assert.ok((await confirmEmailChange(deps, changer, { ...request, token })).ok);
  deps.clock.advance(minutes(2));
}

async function undo(deps: RecoveryTestDeps, from = OLD): Promise<void> {
  const letters = await lettersTo(deps, from);
  const link = String(letters.findLast(({ kind }) => kind === 'email-changed')?.fields['link']);
  const secret = new URL(link).searchParams.get('undo') ?? '';
  assert.ok((await undoEmailChange(deps, { secret }, where)).ok);
  deps.clock.advance(minutes(2));
}

const opens = async (deps: RecoveryTestDeps, password: string) =>
  (await verifyAccountPassword(deps, { accountId: 'ada', password })).ok;

/** In a recovery at the old address, with the token that goes there. */
async function atOldMailbox(deps: RecoveryTestDeps) {
  const person = await recovering(deps, OLD);
  assert.ok((await person.send()).ok);
  assert.ok((await person.token(await recoveryTokenTo(deps, OLD))).ok);
  return person;
}

for (const [when, replaceBefore] of [
  ['after the address', false],
  ['a moment before it asks for another address', true],
] as const)
  eachDatabase(
    `what a thief replaces ${when} is what it was with the undo, and only its owner recovers the account`,
    async ({ db }) => {
      const { deps, secret, codes } = await ada(db);
      if (replaceBefore) await replaceEverything(deps);
      await moveTo(deps, NEW);
      if (!replaceBefore) await replaceEverything(deps);
      await aLinkOf(deps, 'ada');
      await knownDeviceOf(deps, 'ada', 'thief’s browser');
      await inSession(deps);
      await db.deleteFrom('logoutNotices').execute();
      await undo(deps);

      for (const password of [oldPassword, thiefsPassword]) assert.equal(await opens(deps, password), false);
      assert.deepEqual(await listPasskeys(db, 'ada'), []);
      assert.deepEqual(await listLinks(db, 'ada'), []);
      const told = await db.selectFrom('logoutNotices').select('clientId').execute();
      assert.ok(told.length > 0, 'the service of the link is told');
      assert.deepEqual(await db.selectFrom('devices').selectAll().execute(), []);
      assert.deepEqual(await checkPin(deps, 'ada', '1111'), { ok: true, value: 'no' });
      assert.deepEqual(await checkPin(deps, 'ada', '246810'), { ok: true, value: 'yes' });
      assert.equal(await countUnspentCodes(db, 'ada'), 10);
      const { phone, phoneVerifiedAt } = (await findAccount(db, 'ada')) ?? {};
      assert.ok(phone && phoneVerifiedAt, 'her number is what it was');

      const person = await atOldMailbox(deps);
      const thiefs = thiefsQuestions.map(({ answer }) => answer);
      assert.deepEqual(await person.answers(thiefs), { ok: false, error: { reason: 'wrong' } });
      assert.ok((await person.answers(rightAnswers)).ok);
      const { recovery, standing } = await person.now();
      assert.equal(recoveryStep(standing.facts), 'code');
      assert.ok(standing.account);
      const code = codeOn(secret, deps.clock);
      const given = await submitRecoveryCode(deps, recovery, standing.account, { code }, person.visitor);
      assert.ok(given.ok, 'the app of before');
      const kept = await db
        .selectFrom('recoveries')
        .selectAll()
        .where('id', '=', recovery.id)
        .executeTakeFirst();
      assert.ok(kept?.secondFactorAt);
      assert.ok(await spendRecoveryCode(deps, { accountId: 'ada', typed: codes[0] ?? '' }));
    },
  );

eachDatabase(
  'after an undo neither the old password nor a thief’s is taken for the new one, and a new one opens the account',
  async ({ db }) => {
    const { deps } = await ada(db, { app: false });
    await moveTo(deps, NEW);
    await undo(deps);
    const person = await atOldMailbox(deps);
    assert.ok((await person.answers(rightAnswers)).ok);
    const old = { ...resetForm, password: oldPassword, passwordConfirmation: oldPassword };
    assert.equal((await person.reset(old)).ok, false, 'whoever asked for the change knew it');
    assert.ok((await person.reset()).ok);
    assert.equal(await opens(deps, newPassword), true);
    assert.equal(await opens(deps, oldPassword), false);
  },
);

eachDatabase(
  'whoever has nothing but a mailbox that its owner has left undoes the change, and finds the questions and the factor of its owner',
  async ({ db }) => {
    const { deps, id } = await ada(db, { app: false });
    // The first app, two days ago; the PIN before that says what the account was without it.
    const owner = await inSession(deps);
    assert.ok((await changePin(deps, owner, '13579')).ok);
    const secret = await bindFirst(deps, id);
    deps.clock.advance(days(2));
    await moveTo(deps, NEW);
    await undo(deps);
    const stranger = await atOldMailbox(deps);
    assert.equal((await stranger.answers(['x', 'y', 'z'])).ok, false);
    assert.equal(recoveryStep((await stranger.now()).standing.facts), 'questions');
    // Even with the answers.
    assert.ok((await stranger.answers(rightAnswers)).ok);
    const { recovery, standing } = await stranger.now();
    assert.equal(recoveryStep(standing.facts), 'code');
    assert.ok(standing.account);
    const wrong = codeOn(secret, deps.clock) === '000000' ? '111111' : '000000';
    const given = await submitRecoveryCode(
      deps,
      recovery,
      standing.account,
      { code: wrong },
      stranger.visitor,
    );
    assert.equal(given.ok, false);
    for (const password of [oldPassword, '']) assert.equal(await opens(deps, password), false);
  },
);

eachDatabase('a second factor that was turned off at the new address is asked for again', async ({ db }) => {
  const { deps, codes } = await ada(db);
  await moveTo(deps, NEW);
  assert.ok(await spendRecoveryCode(deps, { accountId: 'ada', typed: codes[0] ?? '' }));
  assert.ok((await turnOffApp(deps, await inSession(deps), { mayBeLast: true })).ok);
  assert.equal(await findSecondFactor(deps, 'ada'), undefined);
  await undo(deps);
  assert.ok((await findSecondFactor(deps, 'ada'))?.totp);
  assert.equal(await countUnspentCodes(db, 'ada'), 9, 'a code that was given before is given');
});

eachDatabase('links of before an address was changed stay with the undo', async ({ db }) => {
  const { deps } = await ada(db);
  await aLinkOf(deps, 'ada');
  deps.clock.advance(hours(2));
  await moveTo(deps, NEW);
  await undo(deps);
  assert.equal((await listLinks(db, 'ada')).length, 1);
});

eachDatabase('what an account stood on is forgotten once nothing goes back to it', async ({ db }) => {
  const { deps } = await ada(db);
  await keepProofs(deps, 'ada');
  await moveTo(deps, NEW);
  const kept = async () => (await db.selectFrom('earlierProofs').selectAll().execute()).length;
  deps.clock.advance(hours(71));
  await sweepEmailChanges(deps);
  assert.ok((await kept()) > 0);
  deps.clock.advance(days(7));
  await sweepEmailChanges(deps);
  assert.equal(await kept(), 0);
});

eachDatabase('a password that is being checked while the change is undone lets nobody in', async ({ db }) => {
  const { deps } = await ada(db, { app: false });
  await moveTo(deps, NEW);
  const request = { clientId: 'managed-hosting', prompts: [], acrValues: [] };
  const { secret } = await beginAttempt(deps, {
    ...{ id: 'attempt', interaction: 'i', serviceId: 'managed-hosting', request, session: undefined },
    expiresAt: deps.clock.now() + hours(12),
  });
  await db.updateTable('attempts').set({ email: NEW }).execute();
  const opened = await openAttempt(deps, { id: 'attempt', interaction: 'i', secret });
  assert.ok(opened.ok);
  const hashing: Hashing = {
    ...deps.hashing,
    keepPlace: (work) => work(hashing),
    async verifyPassword(hash, password) {
      await undo(deps);
      return deps.hashing.verifyPassword(hash, password);
    },
  };
  const visitor = { browser: 'b', ...where };
  const given = await submitPassword({ ...deps, hashing }, opened.value, { password: oldPassword }, visitor);
  assert.deepEqual(given, { ok: false, error: { reason: 'wrong-credentials' } });
  assert.deepEqual(await db.selectFrom('devices').selectAll().execute(), []);
});

eachDatabase(
  '“this wasn’t me” in a notice of before the address was changed takes the account back to where that notice went',
  async ({ db }) => {
    const { deps } = await ada(db);
    await replaceEverything(deps);
    deps.clock.advance(1);
    const letters = await lettersTo(deps, OLD);
    const link = String(letters.findLast(({ kind }) => kind === 'account-changed')?.fields['link']);
    const secret = new URL(link).searchParams.get('notice') ?? '';
    await moveTo(deps, NEW);
    const visitor = { browser: 'owner', ...where };
    const begun = await refuteChange(deps, secret, visitor);
    assert.ok(begun);
    const recovery = await findRecovery(deps, { ...begun, browser: visitor.browser });
    assert.equal(recovery?.email, OLD, 'and not at the address of the thief');
    assert.equal((await findAccount(db, 'ada'))?.email, OLD);
    assert.equal(await opens(deps, thiefsPassword), false);
    assert.deepEqual(await checkPin(deps, 'ada', '246810'), { ok: true, value: 'yes' });
  },
);

eachDatabase(
  'a factor that Customer Care took away as lost does not come back with an undo',
  async ({ db }) => {
    const { deps } = await ada(db);
    await changePin(deps, await inSession(deps), '13579');
    deps.clock.advance(hours(1));
    await db.transaction().execute((trx) => resetSecondFactor({ ...deps, db: trx }, 'ada'));
    await bindFirst(deps, 'ada');
    await db.updateTable('accounts').set({ secondFactorDueAt: null }).execute();
    const bound = await findEnrolment(db, 'ada');
    await moveTo(deps, NEW);
    await undo(deps);
    assert.equal((await findEnrolment(db, 'ada'))?.sealedSecret, bound?.sealedSecret);
  },
);
