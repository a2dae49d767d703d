import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { lettersTo } from '../../../test/support/letters.ts';
import {
  accountOf,
  complete,
  goodPassword,
  registerUpToToken,
  registrationDeps,
  registrationOf,
  someone,
  threeQuestions,
} from '../../../test/support/registrations.ts';
import { days, hours, minutes } from '../../kernel/index.ts';
import { insertAccount } from '../accounts/index.ts';
import { verifyAccountPassword } from '../passwords/index.ts';
import { listQuestions } from '../security-questions/index.ts';
import {
  findRegistration,
  pinOf,
  registrationStep,
  saveContact,
  startRegistration,
  sweepRegistrations,
} from './index.ts';

const email = 'ada@example.com';
const start = { browser: 'laptop', email, address: someone.address };

eachDatabase(
  'the whole way: an account with everything that was entered, ready to sign in',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser, token } = await registerUpToToken(deps);
    assert.deepEqual(await complete(deps, { browser, token }), { ok: true, value: undefined });

    const account = await accountOf(deps, email);
    assert.equal(`${account.firstName} ${account.lastName} ${account.phone}`, 'Ada Lovelace +15555555555');
    assert.equal(account.phoneVerifiedAt, null);
    assert.equal(account.secondFactorChosenAt, deps.clock.now());
    const verdict = await verifyAccountPassword(deps, { accountId: account.id, password: goodPassword });
    assert.ok(verdict.ok && !verdict.value.expired);
    deps.clock.advance(days(90));
    const later = await verifyAccountPassword(deps, { accountId: account.id, password: goodPassword });
    assert.equal(later.ok && later.value.expired, true);
    const questions = await listQuestions(db, account.id);
    assert.deepEqual(
      questions.map(({ question }) => question),
      threeQuestions.map(({ question }) => question),
    );
    const answer = await deps.hashing.verifyPassword(questions[1]?.answerHash ?? '', 'abo');
    assert.ok(answer, 'answers compare without accents');
    const pin = await db.selectFrom('pins').selectAll().executeTakeFirstOrThrow();
    assert.equal(deps.sealing.open(pin.sealedPin, `pin:${account.id}`), '2468');
  },
);

eachDatabase('once it is done the registration holds no secret any more', async ({ db }) => {
  const deps = registrationDeps(db);
  const { browser, token } = await registerUpToToken(deps);
  await complete(deps, { browser, token });
  const { sealedPin, passwordHash, questions, ...rest } = await registrationOf(deps, browser);
  assert.deepEqual([sealedPin, passwordHash, questions], [null, null, null]);
  assert.equal(registrationStep({ ...rest, questions }), 'done');
});

eachDatabase(
  'it resumes where it was, on another node and after a restart, until it has expired',
  async ({ db, open }) => {
    const clock = fakeClock();
    await startRegistration(registrationDeps(db, clock), start);
    const contact = { firstName: 'Ada', lastName: 'Lovelace', phone: '', pin: '1234' };
    await saveContact(
      registrationDeps(db, clock),
      await registrationOf(registrationDeps(db, clock), 'laptop'),
      contact,
    );

    const restarted = registrationDeps(open(), clock);
    const found = await registrationOf(restarted, 'laptop');
    assert.equal(registrationStep(found), 'password');
    assert.equal(pinOf(restarted, found), '1234');
    assert.equal(await findRegistration(restarted, { browser: 'phone' }), undefined);
    clock.advance(hours(24) - 1);
    assert.ok(await findRegistration(restarted, { browser: 'laptop' }));
    clock.advance(1);
    assert.equal(await findRegistration(restarted, { browser: 'laptop' }), undefined);
    await sweepRegistrations(restarted);
    assert.deepEqual(await db.selectFrom('registrations').selectAll().execute(), []);
  },
);

eachDatabase(
  'starting again with the same address resumes; of several addresses the newest one is shown',
  async ({ db }) => {
    const deps = registrationDeps(db);
    await startRegistration(deps, start);
    const first = await registrationOf(deps, 'laptop');
    deps.clock.advance(minutes(1));
    await startRegistration(deps, { ...start, email: 'other@example.com' });
    assert.equal((await registrationOf(deps, 'laptop')).email, 'other@example.com');
    deps.clock.advance(minutes(1));
    await startRegistration(deps, { ...start, attemptId: 'newer-attempt' });
    const resumed = await registrationOf(deps, 'laptop');
    assert.equal(resumed.id, first.id);
    assert.equal(pinOf(deps, resumed), pinOf(deps, first), 'the PIN that was shown stays');
    assert.equal(resumed.attemptId, 'newer-attempt');
  },
);

eachDatabase('fifty starts at once begin one registration', async ({ db, open }) => {
  const clock = fakeClock();
  const nodes = [registrationDeps(db, clock), registrationDeps(open(), clock)];
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      startRegistration(nodes[index % 2] ?? registrationDeps(db), start),
    ),
  );
  assert.equal((await db.selectFrom('registrations').selectAll().execute()).length, 1);
});

eachDatabase('an address block may begin 20 registrations an hour; resuming is free', async ({ db }) => {
  const deps = registrationDeps(db);
  for (let count = 0; count < 20; count++) {
    const started = await startRegistration(deps, {
      ...start,
      email: `ada${count}@example.com`,
      address: `192.0.2.${count}`,
    });
    assert.ok(started.ok);
  }
  assert.ok((await startRegistration(deps, { ...start, email: 'ada0@example.com' })).ok);
  const refused = await startRegistration(deps, { ...start, email: 'more@example.com' });
  assert.deepEqual(refused, { ok: false, error: { retryAt: deps.clock.now() + hours(1) } });
});

eachDatabase('the account is told of its making, and the audit knows', async ({ db }) => {
  const deps = registrationDeps(db);
  const { browser, token } = await registerUpToToken(deps);
  await complete(deps, { browser, token: 'AAAA-AAAA' });
  await complete(deps, { browser, token });
  assert.deepEqual((await lettersTo(deps, email)).map(({ kind }) => kind).sort(), [
    'account-created',
    'registration-token',
  ]);
  const events = await db.selectFrom('auditEvents').selectAll().execute();
  assert.deepEqual(events.map(({ what, outcome }) => `${what} ${outcome}`).sort(), [
    'account-created done',
    'token-given refused',
    'token-sent done',
  ]);
});

eachDatabase(
  'an account made meanwhile keeps its own: nothing of the registration is in it',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser, token } = await registerUpToToken(deps);
    const owner = { id: 'owner', email, firstName: 'Grace', lastName: 'Hopper', phone: null };
    await insertAccount(db, { ...owner, secondFactorChosenAt: null, createdAt: 1 });
    assert.deepEqual(await complete(deps, { browser, token }), { ok: false, error: 'address-taken' });
    assert.equal((await accountOf(deps, email)).firstName, 'Grace');
    for (const table of ['passwords', 'pins', 'securityQuestions', 'registrations'] as const) {
      assert.deepEqual(await db.selectFrom(table).selectAll().execute(), [], table);
    }
  },
);

eachDatabase('a token that is accepted shows that mail to its address arrives', async ({ db }) => {
  const deps = registrationDeps(db);
  for (const address of [email, 'other@example.com']) {
    const bounced = { address, since: deps.clock.now(), messageId: 'm' };
    await db.insertInto('undeliverableAddresses').values(bounced).execute();
  }
  const { browser, token } = await registerUpToToken(deps);
  await complete(deps, { browser, token: 'AAAA-AAAA' });
  const remembered = () =>
    db.selectFrom('undeliverableAddresses').select('address').orderBy('address').execute();
  assert.equal((await remembered()).length, 2);
  assert.ok((await complete(deps, { browser, token })).ok);
  assert.deepEqual(await remembered(), [{ address: 'other@example.com' }]);
});
