import assert from 'node:assert/strict';
import { eachDatabase, onDatabase } from '../../../test/support/databases.ts';
import {
  complete,
  registerUpToToken,
  registrationDeps,
  registrationOf,
  someone,
  threeQuestions,
} from '../../../test/support/registrations.ts';
import { days } from '../../kernel/index.ts';
import {
  correctAddress,
  questionsOf,
  type Registration,
  registrationStep,
  saveContact,
  savePassword,
  saveQuestions,
  saveSecondFactor,
  startRegistration,
} from './index.ts';

const email = 'ada@example.com';
const start = { browser: 'laptop', email, address: someone.address };

eachDatabase('each step tells everything that is wrong, and keeps nothing of it', async ({ db }) => {
  const deps = registrationDeps(db);
  await startRegistration(deps, start);
  const registration = await registrationOf(deps, 'laptop');
  const contact = await saveContact(deps, registration, {
    firstName: '',
    lastName: 'x'.repeat(101),
    phone: '555',
    pin: 'abc',
  });
  assert.deepEqual(!contact.ok && contact.error, [
    { field: 'firstName', fault: 'name-missing' },
    { field: 'lastName', fault: 'name-too-long' },
    { field: 'phone', fault: 'phone-form' },
    { field: 'pin', fault: 'pin-form' },
  ]);
  const password = await savePassword(deps, registration, {
    password: 'short',
    passwordConfirmation: 'shirt',
    passwordExpiration: 'soon',
  });
  assert.deepEqual(!password.ok && password.error, {
    password: ['too-short'],
    confirmation: 'differs',
    expiration: 'date-form',
  });
  const choice = await saveSecondFactor(deps, registration, { choice: 'carrier-pigeon', required: false });
  assert.deepEqual(choice, { ok: false, error: 'not-chosen' });
  assert.ok(!(await saveQuestions(deps, registration, [])).ok);
  assert.deepEqual(await registrationOf(deps, 'laptop'), registration);
});

eachDatabase('a password made of the names given in the step before is refused', async ({ db }) => {
  const deps = registrationDeps(db);
  await startRegistration(deps, start);
  const contact = { firstName: 'Anneliese', lastName: 'Wolkenstein', phone: '', pin: '1234' };
  await saveContact(deps, await registrationOf(deps, 'laptop'), contact);
  const password = 'Wolkenstein Anneliese 1';
  const form = { password, passwordConfirmation: password, passwordExpiration: 'never' };
  const verdict = await savePassword(deps, await registrationOf(deps, 'laptop'), form);
  assert.deepEqual(!verdict.ok && verdict.error !== 'ended' && verdict.error.password, ['contains-own-name']);
});

eachDatabase(
  'going back to other names, the password is chosen again, and not one made of the new names; all else is kept',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser } = await registerUpToToken(deps, { password: 'wilhelminakrasnodarska' });
    const before = await registrationOf(deps, browser);
    const contact = { firstName: 'Wilhelmina', lastName: 'Krasnodarska', phone: '', pin: '2468' };
    assert.ok((await saveContact(deps, before, contact)).ok);
    const after = await registrationOf(deps, browser);
    assert.equal(registrationStep(after), 'password');
    assert.deepEqual([after.passwordHash, after.passwordSetAt], [null, null]);
    assert.equal(after.passwordExpiration, before.passwordExpiration);
    const form = (password: string) => ({
      password,
      passwordConfirmation: password,
      passwordExpiration: 'never',
    });
    for (const [password, fault] of [
      ['', 'missing'],
      ['wilhelminakrasnodarska', 'contains-own-name'],
    ] as const) {
      const verdict = await savePassword(deps, after, form(password));
      assert.deepEqual(!verdict.ok && verdict.error !== 'ended' && verdict.error.password, [fault]);
    }
    // In a tab that has not seen the new names.
    const stale = await savePassword(deps, before, form('wilhelminakrasnodarska'));
    assert.deepEqual(stale, { ok: false, error: 'ended' });
    assert.ok((await savePassword(deps, after, form('nine quiet herons at dawn'))).ok);
    assert.equal(registrationStep(await registrationOf(deps, browser)), 'verify-email');
  },
);

onDatabase(
  'sqlite',
  'names that are only written in another way, and another phone or PIN, leave the password as it is',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser } = await registerUpToToken(deps);
    const before = await registrationOf(deps, browser);
    const contact = { firstName: 'ADA', lastName: ' Lovelace', phone: '', pin: '1357' };
    assert.ok((await saveContact(deps, before, contact)).ok);
    assert.equal((await registrationOf(deps, browser)).passwordHash, before.passwordHash);
  },
);

eachDatabase(
  'going back, a password that is set and answers that are set may be left as they are',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser } = await registerUpToToken(deps);
    const before = await registrationOf(deps, browser);
    const untouched = { password: '', passwordConfirmation: '', passwordExpiration: 'never' };
    assert.ok((await savePassword(deps, before, untouched)).ok);
    const changed = [
      { question: threeQuestions[0]?.question ?? '', answer: '' },
      { question: 'Another question of mine?', answer: 'another answer' },
      { question: threeQuestions[2]?.question ?? '', answer: '' },
    ];
    assert.ok((await saveQuestions(deps, before, changed)).ok);
    const after = await registrationOf(deps, browser);
    assert.equal(after.passwordHash, before.passwordHash);
    assert.deepEqual([after.passwordExpiration, after.passwordExpiresAt], ['never', null]);
    const [old, now] = [questionsOf(before), questionsOf(after)];
    assert.deepEqual([now[0], now[2]], [old[0], old[2]]);
    assert.equal(now[1]?.question, 'Another question of mine?');

    const moved = changed.map(({ question }) => ({ question: `${question} Really?`, answer: '' }));
    const refused = await saveQuestions(deps, after, moved);
    assert.equal(!refused.ok && refused.error.length, 3, 'an answer is kept only with its own question');
  },
);

eachDatabase('where a service requires a second factor there is no choice', async ({ db }) => {
  const deps = registrationDeps(db);
  await startRegistration(deps, start);
  const registration = await registrationOf(deps, 'laptop');
  assert.ok((await saveSecondFactor(deps, registration, { choice: 'not-now', required: true })).ok);
  assert.equal((await registrationOf(deps, 'laptop')).secondFactor, 'otp-app');
});

eachDatabase(
  'a choice against a second factor holds for the address that it was offered for, not for one that leaves none',
  async ({ db }) => {
    const deps = registrationDeps(db);
    const { browser } = await registerUpToToken(deps);
    const before = await registrationOf(deps, browser);
    const to = { email: 'ada@firm.example', secondFactorRequired: true, ...someone };
    assert.ok((await correctAddress(deps, before, to)).ok);
    const late = await saveSecondFactor(deps, before, { choice: 'not-now', required: false });
    assert.deepEqual(late, { ok: false, error: 'ended' });
    assert.equal((await registrationOf(deps, browser)).secondFactor, 'otp-app');
  },
);

eachDatabase('what is saved after a registration has ended is refused, and kept nowhere', async ({ db }) => {
  const deps = registrationDeps(db);
  const contact = { firstName: 'Eve', lastName: 'E', phone: '', pin: '1357' };
  const password = 'nine quiet herons at dawn';
  const form = { password, passwordConfirmation: password, passwordExpiration: 'never' };
  const saves = [
    (stale: Registration) => saveContact(deps, stale, contact),
    (stale: Registration) => savePassword(deps, stale, form),
    (stale: Registration) => saveSecondFactor(deps, stale, { choice: 'not-now', required: false }),
    (stale: Registration) => saveQuestions(deps, stale, threeQuestions),
  ];
  const { browser, token } = await registerUpToToken(deps);
  const completed = await registrationOf(deps, browser);
  assert.ok((await complete(deps, { browser, token })).ok);
  const done = await registrationOf(deps, browser);
  for (const save of saves) assert.deepEqual(await save(completed), { ok: false, error: 'ended' });
  assert.deepEqual(await registrationOf(deps, browser), done);

  await startRegistration(deps, start);
  const expired = await registrationOf(deps, 'laptop');
  deps.clock.advance(days(1));
  for (const save of saves) assert.deepEqual(await save(expired), { ok: false, error: 'ended' });
});
