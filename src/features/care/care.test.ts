import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  afterPin,
  auditOf,
  type CareTestDeps,
  callFor,
  careDeps,
  customer,
  giveApp,
  prove,
  rightPin,
} from '../../../test/support/care-world.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { lettersTo } from '../../../test/support/letters.ts';
import { knownDeviceOf, provenRecovery, rightAnswers } from '../../../test/support/recoveries.ts';
import { registerUpToToken, registrationDeps, registrationOf } from '../../../test/support/registrations.ts';
import { signIn } from '../../../test/support/session-rows.ts';
import { hours, minutes } from '../../kernel/index.ts';
import { findAccount } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { acceptSignal, findLink, sweepSignals } from '../links/index.ts';
import { saveContact } from '../registration/index.ts';
import { findSecondFactor } from '../second-factor/index.ts';
import { claimPasswordTry, nextTryAt, spendTry } from '../throttle/index.ts';
import {
  callOf,
  checkCallerPin,
  endSessions,
  findForCare,
  listMessagesForCare,
  moveLinkForCare,
  PERMIT_LASTS,
  questionsToAsk,
  removeLinkForCare,
  resetFactor,
  showMessageForCare,
  startReset,
  sweepPermits,
  unlockAccount,
} from './index.ts';

/** A registration of a browser of its own, up to the token. @returns its id */
async function begunWithPin(deps: CareTestDeps, email: string, pin: string): Promise<string> {
  const { browser } = await registerUpToToken(registrationDeps(deps.db, deps.clock), { email });
  const registering = registrationDeps(deps.db, deps.clock);
  const registration = await registrationOf(registering, browser);
  const contact = { firstName: 'Ada', lastName: 'Lovelace', phone: '', pin };
  assert.ok((await saveContact(registering, registration, contact)).ok);
  return registration.id;
}

const noPin = { ok: false, error: 'no-pin' };
const managedHosting = { serviceId: 'managed-hosting' };

/** Notices to an account, as their owner reads them: what happened, the detail, and by whom. */
const noticesTo = async (deps: CareTestDeps, id: string) =>
  (await lettersTo(deps, `${id}@example.com`)).map(({ kind, fields }) =>
    [kind === 'account-changed' ? fields['change'] : kind, fields['detail'], fields['by']].join(' | '),
  );

const signInWith = (deps: CareTestDeps, uid: string, accountId: string, services: string[] = []) =>
  signIn(
    { ...deps, limits: { lifetime: 1, idle: 1 }, sightings: undefined as never },
    uid,
    accountId,
    services,
  );

const sessionsLeft = async ({ db }: CareTestDeps) =>
  (await db.selectFrom('sessions').select('uid').orderBy('uid').execute()).map(({ uid }) => uid);

const toldServices = async ({ db }: CareTestDeps) =>
  (await db.selectFrom('logoutNotices').select(['clientId', 'accountId']).execute())
    .map(({ clientId, accountId }) => `${clientId} of ${accountId}`)
    .sort();

test('an agent is one name however it is written, and a call without a name, an address or a reason is none', () => {
  const call = { email: 'Ada@Example.com', agent: ' Grace.Hopper ', reason: ' ticket\n4711 ' };
  const read = callOf(call);
  assert.ok(read.ok);
  assert.deepEqual(read.value, { email: 'ada@example.com', agent: 'grace.hopper', reason: 'ticket 4711' });
  for (const agent of ['', 'g', 'grace hopper', 'grасe', 'account:ada', 'x'.repeat(65), '-grace']) {
    assert.deepEqual(callOf({ ...call, agent }), { ok: false, error: 'agent' }, agent);
  }
  for (const reason of ['', '  x ', 'x'.repeat(301)]) {
    assert.deepEqual(callOf({ ...call, reason }), { ok: false, error: 'reason' }, reason);
  }
  assert.deepEqual(callOf({ ...call, email: 'ada@x,eve@y' }), { ok: false, error: 'email' });
});

eachDatabase(
  'removing a link ends what was opened with it, and its owner is told by whom',
  async ({ db }) => {
    const deps = careDeps(db);
    await customer(deps);
    await prove(deps, 'ada');
    await signInWith(deps, 's', 'ada', ['managed-hosting', 'private-cloud']);
    const call = await afterPin(deps, callFor());
    assert.deepEqual(await removeLinkForCare(deps, call, managedHosting), {
      ok: true,
      value: { username: 'bob' },
    });
    assert.equal(await findLink(db, { accountId: 'ada', ...managedHosting }), undefined);
    assert.deepEqual(await toldServices(deps), ['managed-hosting of ada'], 'the session itself goes on');
    assert.equal(
      (await noticesTo(deps, 'ada')).at(-1),
      'link-removed | Managed Hosting, as bob | customer-care',
    );
    assert.deepEqual(await removeLinkForCare(deps, call, managedHosting), { ok: false, error: 'no-link' });
    assert.deepEqual((await auditOf(db)).slice(0, 2), [
      'agent:grace.hopper link-removed done → account:ada (ticket 4711: lost phone)',
      'agent:grace.hopper link-removed not-possible → account:ada (ticket 4711: lost phone)',
    ]);
  },
);

eachDatabase(
  'a link is moved to whoever has just proven the service account, and taken from whoever had it',
  async ({ db }) => {
    const deps = careDeps(db);
    await customer(deps, 'ada');
    await customer(deps, 'eve');
    assert.ok((await prove(deps, 'eve')).ok);
    await signInWith(deps, 's-eve', 'eve', ['managed-hosting']);
    const call = await afterPin(deps, callFor());
    const notProven = { ok: false, error: 'not-proven' };
    assert.deepEqual(
      await moveLinkForCare(deps, call, managedHosting),
      notProven,
      'the word of an agent is no proof',
    );
    assert.deepEqual(await prove(deps, 'ada'), { ok: false, error: 'already-taken' });
    const elsewhere = { serviceId: 'private-cloud' };
    assert.deepEqual(await moveLinkForCare(deps, call, elsewhere), notProven, 'a proof is of one service');
    assert.deepEqual(await moveLinkForCare(deps, call, managedHosting), {
      ok: true,
      value: { username: 'bob' },
    });
    const link = await findLink(db, { accountId: 'ada', ...managedHosting });
    assert.equal(link?.serviceAccountId, 'legacy-1');
    assert.equal(await findLink(db, { accountId: 'eve', ...managedHosting }), undefined);
    assert.deepEqual(await toldServices(deps), ['managed-hosting of eve']);
    assert.equal(
      (await noticesTo(deps, 'ada')).at(-1),
      'link-added | Managed Hosting, as bob | customer-care',
    );
    const told = (await noticesTo(deps, 'eve')).at(-1) ?? '';
    assert.match(
      told,
      /^link-removed \| Managed Hosting, as bob\. Somebody else has proven .*customer-care$/,
    );
    assert.doesNotMatch(told, /ada/, 'who has it now is nobody’s business');
    assert.deepEqual(
      (await auditOf(db)).filter((event) => event.includes('done')),
      [
        'agent:grace.hopper link-moved done → account:ada (ticket 4711: lost phone)',
        'agent:grace.hopper link-removed done → account:eve (moved to another account after PIN and proof)',
      ],
    );
    assert.deepEqual(await moveLinkForCare(deps, call, managedHosting), {
      ok: false,
      error: 'already-linked',
    });
  },
);

eachDatabase('a proof moves a link for half an hour, and once', async ({ db }) => {
  const deps = careDeps(db);
  for (const id of ['ada', 'eve']) await customer(deps, id);
  await prove(deps, 'eve');
  await prove(deps, 'ada');
  deps.clock.advance(minutes(30) + 1);
  const call = await afterPin(deps, callFor());
  assert.deepEqual(await moveLinkForCare(deps, call, managedHosting), { ok: false, error: 'not-proven' });
  await sweepSignals(deps);
  assert.deepEqual(await db.selectFrom('contestedLinks').selectAll().execute(), []);
  await prove(deps, 'ada');
  await sweepSignals(deps);
  const moves = await Promise.all([1, 2].map(() => moveLinkForCare(deps, call, managedHosting)));
  assert.deepEqual(moves.map(({ ok }) => ok).sort(), [false, true]);
});

eachDatabase(
  'after PIN and answers the second factor is gone, everything under way ends, and the next sign-in must enrol one',
  async ({ db }) => {
    const deps = careDeps(db);
    await customer(deps);
    await giveApp(deps);
    await signInWith(deps, 's', 'ada', ['managed-hosting']);
    await provenRecovery(deps, 'ada@example.com');
    const call = await afterPin(deps, callFor());
    const asked = await questionsToAsk(deps, call);
    assert.ok(asked.ok);
    assert.equal(asked.value.length, 3);
    const wrong = { ok: false, error: { reason: 'wrong-answers' } };
    assert.deepEqual(await resetFactor(deps, call, asked.value, ['a', 'b', 'c']), wrong);
    const missing = { ok: false, error: { reason: 'missing-answers' } };
    assert.deepEqual(await resetFactor(deps, call, asked.value, rightAnswers.slice(0, 2)), missing);
    assert.ok(await findSecondFactor(deps, 'ada'));
    assert.deepEqual(await resetFactor(deps, call, asked.value, rightAnswers), {
      ok: true,
      value: undefined,
    });
    assert.equal(await findSecondFactor(deps, 'ada'), undefined);
    for (const table of ['sessions', 'recoveries', 'recoveryCodes', 'tokens'] as const) {
      assert.deepEqual(await db.selectFrom(table).selectAll().execute(), [], table);
    }
    assert.deepEqual(await toldServices(deps), ['managed-hosting of ada']);
    assert.equal((await findAccount(db, 'ada'))?.secondFactorDueAt, deps.clock.now());
    assert.match((await noticesTo(deps, 'ada')).at(-1) ?? '', /^second-factor-reset \| .* \| customer-care$/);
    assert.deepEqual((await auditOf(db)).map((event) => event.split(' ').slice(1, 3).join(' ')).sort(), [
      'answers-given done',
      'answers-given refused',
      'pin-checked yes',
      'questions-read done',
      'second-factor-reset done',
    ]);
    await giveApp(deps);
    const again = { ok: false, error: { reason: 'no-second-factor' } };
    await resetFactor(deps, call, asked.value, rightAnswers);
    assert.deepEqual(await resetFactor(deps, call, asked.value, rightAnswers), again);
  },
);

eachDatabase(
  'answers for an agent count like those of a recovery, and unlocking gives no guesses anew',
  async ({ db }) => {
    const deps = careDeps(db);
    await customer(deps);
    await giveApp(deps);
    const call = await afterPin(deps, callFor());
    const asked = await questionsToAsk(deps, call);
    assert.ok(asked.ok);
    const guesses = await Promise.all(
      Array.from({ length: 12 }, () => resetFactor(deps, call, asked.value, ['a', 'b', 'c'])),
    );
    const refusals = guesses.map((guess) => (guess.ok ? 'right' : guess.error.reason));
    assert.equal(refusals.filter((each) => each === 'wrong-answers').length, 10);
    assert.ok((await unlockAccount(deps, call)).ok);
    const more = await resetFactor(deps, call, asked.value, rightAnswers);
    assert.equal(!more.ok && more.error.reason, 'too-many-tries');
  },
);

eachDatabase('unlocking ends the waits of every device, but opens no app that is blocked', async ({ db }) => {
  const deps = careDeps(db);
  await customer(deps);
  await knownDeviceOf(deps, 'ada', 'laptop');
  const laptop = deps.sealing.digest('laptop', 'device');
  const waits = async () => {
    const known = { account: 'ada', knownDevice: laptop };
    const tried = [await claimPasswordTry(deps, { account: 'ada' }), await claimPasswordTry(deps, known)];
    return tried.map(({ ok }) => !ok);
  };
  for (let wrong = 0; wrong < 8; wrong++) await waits();
  for (let wrong = 0; wrong < 100; wrong++) await spendTry(deps, 'codes-in-a-row', 'ada');
  for (let wrong = 0; wrong < 20; wrong++) await spendTry(deps, 'codes-of-account', ['ada', laptop]);
  const tokens = ['ada@example.com', laptop];
  for (let sent = 0; sent < 5; sent++) await spendTry(deps, 'new-tokens', tokens);
  assert.deepEqual(await waits(), [true, true]);
  assert.ok((await unlockAccount(deps, await afterPin(deps, callFor()))).ok);
  assert.deepEqual(await waits(), [false, false]);
  assert.equal(await nextTryAt(deps, 'codes-of-account', ['ada', laptop]), undefined);
  assert.equal(await nextTryAt(deps, 'new-tokens', tokens), undefined);
  assert.notEqual(await nextTryAt(deps, 'codes-in-a-row', 'ada'), undefined);
  assert.deepEqual(await noticesTo(deps, 'ada'), ['account-unlocked |  | customer-care']);
});

eachDatabase(
  'a reset that an agent starts is a mail with the way there, and nothing that opens anything',
  async ({ db }) => {
    const deps = careDeps(db);
    await customer(deps);
    for (let nth = 0; nth < 5; nth++) await spendTry(deps, 'new-tokens', 'ada@example.com');
    const before = await db.selectFrom('passwords').selectAll().execute();
    assert.ok((await startReset(deps, await afterPin(deps, callFor()))).ok);
    const [letter] = await lettersTo(deps, 'ada@example.com');
    assert.equal(letter?.kind, 'reset-started');
    assert.equal(letter.fields['link'], 'https://account.example.test/recover');
    assert.deepEqual(await db.selectFrom('passwords').selectAll().execute(), before);
    assert.deepEqual(await db.selectFrom('recoveries').selectAll().execute(), []);
    await provenRecovery(deps, 'ada@example.com');
  },
);

eachDatabase('ending sessions signs out everywhere, and ends sign-ins that are under way', async ({ db }) => {
  const deps = careDeps(db);
  for (const id of ['ada', 'eve']) await customer(deps, id);
  for (const [uid, id] of [
    ['s1', 'ada'],
    ['s2', 'ada'],
    ['s3', 'eve'],
  ] as const) {
    await signInWith(deps, uid, id, ['managed-hosting']);
  }
  assert.ok((await endSessions(deps, await afterPin(deps, callFor()))).ok);
  assert.deepEqual(await sessionsLeft(deps), ['s3']);
  assert.deepEqual(await toldServices(deps), ['managed-hosting of ada', 'managed-hosting of ada']);
  assert.deepEqual(await noticesTo(deps, 'ada'), ['sessions-ended |  | customer-care']);
});

eachDatabase('an agent sees that a customer is there, and more only after the PIN', async ({ db }) => {
  const deps = careDeps(db);
  for (const id of ['ada', 'eve']) await customer(deps, id);
  await giveApp(deps);
  await prove(deps, 'eve');
  await prove(deps, 'ada');
  await prove(deps, 'ada', { serviceId: 'private-cloud', serviceAccountId: 'legacy-2', username: 'adal' });
  const before = await findForCare(deps, callFor());
  assert.deepEqual(before, {
    kind: 'account',
    createdAt: (await findAccount(db, 'ada'))?.createdAt,
    active: true,
    details: undefined,
  });
  const call = await afterPin(deps, callFor());
  const found = await findForCare(deps, call);
  assert.ok(found?.kind === 'account' && found.details);
  const { name, secondFactor, links, contested } = found.details;
  assert.deepEqual([name, secondFactor?.recoveryCodesLeft], ['Ada Lovelace', 10]);
  assert.deepEqual(
    [links.map((each) => each.username), contested.map((each) => each.serviceId)],
    [['adal'], ['managed-hosting']],
  );
  const other = await findForCare(deps, callFor('ada', { agent: 'linus' }));
  assert.ok(
    other?.kind === 'account' && other.details === undefined,
    'a yes is for the agent who was told it',
  );
  assert.equal(await findForCare(deps, callFor('nobody')), undefined);
  const sought = 'agent:grace.hopper account-found not-found → null (ticket 4711: lost phone)';
  assert.ok((await auditOf(db)).includes(sought));
});

eachDatabase(
  'an unfinished registration is found, has a PIN, and shows its own mail and no other',
  async ({ db }) => {
    const deps = careDeps(db);
    await registerUpToToken(registrationDeps(db, deps.clock), { email: 'ada@example.com' });
    const other = await registerUpToToken(registrationDeps(db, deps.clock), { email: 'bob@example.com' });
    const call = callFor();
    assert.equal((await findForCare(deps, call))?.kind, 'registration');
    assert.deepEqual(await listMessagesForCare(deps, call, { limit: 9 }), noPin);
    assert.deepEqual(await checkCallerPin(deps, call, '2468'), { ok: true, value: 'yes' });
    const listed = await listMessagesForCare(deps, call, { limit: 9 });
    assert.ok(listed.ok);
    assert.deepEqual(
      listed.value.map(({ kind, recipient }) => [kind, recipient]),
      [['registration-token', 'ada@example.com']],
    );
    const foreign = await db
      .selectFrom('messages')
      .select('id')
      .where('recipient', '=', other.email)
      .executeTakeFirstOrThrow();
    assert.deepEqual(await showMessageForCare(deps, call, foreign), { ok: false, error: 'no-message' });
    const own = listed.value[0]?.id ?? '';
    assert.ok((await showMessageForCare(deps, call, { id: own })).ok);
    assert.deepEqual(await endSessions(deps, call), { ok: false, error: 'not-found' }, 'it is no account');
  },
);

eachDatabase(
  'a stranger who has begun a registration for the address later stands before nobody, and opens their own alone',
  async ({ db }) => {
    const deps = careDeps(db);
    const email = 'ada@example.com';
    const begin = (pin: string) => begunWithPin(deps, email, pin);
    const callers = await begin('864209');
    deps.clock.advance(minutes(2));
    const strangers = await begin('135791');
    const call = callFor();
    const found = await findForCare(deps, call);
    assert.deepEqual([found?.kind, found?.kind === 'registration' && found.others], ['registration', 1]);
    const read = async () => {
      const listed = await listMessagesForCare(deps, call, { limit: 9 });
      return listed.ok ? [...new Set(listed.value.map(({ about }) => about))] : listed.error;
    };
    assert.deepEqual(await checkCallerPin(deps, call, '864209'), { ok: true, value: 'yes' });
    assert.deepEqual(await read(), [`registration:${callers}`]);
    assert.deepEqual(await checkCallerPin(deps, call, '135791'), { ok: true, value: 'yes' });
    assert.deepEqual(
      await read(),
      [`registration:${strangers}`],
      'the caller of before is not on the phone any more',
    );
    assert.deepEqual(await checkCallerPin(deps, call, '000000'), { ok: true, value: 'no' });
    assert.equal(await read(), 'no-pin');
    for (let tries = 1; tries < 5; tries++) await checkCallerPin(deps, call, '000000');
    assert.equal(
      (await checkCallerPin(deps, call, '864209')).ok,
      false,
      'five tries for all of them together',
    );
  },
);

eachDatabase('a right PIN lets one agent act for one customer for a quarter of an hour', async ({ db }) => {
  const deps = careDeps(db);
  for (const id of ['ada', 'eve']) await customer(deps, id);
  const call = await afterPin(deps, callFor());
  assert.deepEqual(await endSessions(deps, callFor('eve')), noPin);
  assert.deepEqual(await endSessions(deps, callFor('ada', { agent: 'linus' })), noPin);
  deps.clock.advance(PERMIT_LASTS - 1);
  assert.ok((await endSessions(deps, call)).ok);
  deps.clock.advance(1);
  assert.deepEqual(await endSessions(deps, call), noPin);
  await sweepPermits(deps);
  assert.deepEqual(await db.selectFrom('carePermits').selectAll().execute(), []);
  await afterPin(deps, call);
  assert.deepEqual(await checkCallerPin(deps, call, '000000'), { ok: true, value: 'no' });
  assert.deepEqual(await endSessions(deps, call), noPin, 'somebody else may be on the phone by now');
  assert.equal(rightPin.length, 6);
});

eachDatabase(
  'a proof moves no link any more once the service says that it is worth nothing',
  async ({ db }) => {
    const deps = careDeps(db);
    for (const id of ['ada', 'eve']) await customer(deps, id);
    await prove(deps, 'eve');
    await prove(deps, 'ada');
    const endSessions = async () => ({ accountIds: [] });
    await acceptSignal(
      { ...deps, endServiceSessions: endSessions, forgetProofsOf: async () => undefined },
      {
        ...managedHosting,
        serviceName: 'Managed Hosting',
        signalId: 'signal 1',
        type: 'account.password-changed',
        serviceAccountId: 'legacy-1',
      },
    );
    const call = await afterPin(deps, callFor());
    assert.deepEqual(await moveLinkForCare(deps, call, managedHosting), { ok: false, error: 'not-proven' });
  },
);

eachDatabase(
  'PIN and answers that are newer than three days do not take the place of the factor',
  async ({ db }) => {
    const deps = careDeps(db);
    await customer(deps);
    await giveApp(deps);
    const before = await questionsToAsk(deps, await afterPin(deps, callFor()));
    assert.ok(before.ok);
    await recordEvent(deps, { what: 'pin-changed', outcome: 'done', who: 'account:ada' });
    const lately = { ok: false, error: { reason: 'changed-lately' } };
    const call = await afterPin(deps, callFor());
    assert.deepEqual(await questionsToAsk(deps, call), lately);
    assert.deepEqual(await resetFactor(deps, call, before.value, rightAnswers), lately);
    assert.ok(await findSecondFactor(deps, 'ada'));
    deps.clock.advance(hours(72) + 1);
    const later = await afterPin(deps, callFor());
    assert.ok((await resetFactor(deps, later, before.value, rightAnswers)).ok);
  },
);
