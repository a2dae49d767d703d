import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Facts, nextStep, type Proven, type Step } from './next-step.ts';

const everyCombination = (): Facts[] => {
  const choices = {
    named: [false, true],
    account: ['unknown', 'active', 'inactive'],
    discovery: ['open', 'hidden'],
    password: ['no', 'earlier', 'now'],
    passwordLately: [false, true],
    secondFactorProven: ['no', 'earlier', 'now'],
    passkeyInstead: [false, true],
    passwordExpired: [false, true],
    secondFactor: ['none', 'wanted', 'enrolled'],
    toBeDeleted: [false, true],
    serviceAccount: ['settled', 'missing', 'not-needed'],
  } as const;
  return Object.entries(choices)
    .reduce<Record<string, unknown>[]>(
      (rows, [name, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
      [{}],
    )
    .map(({ password, passwordLately, secondFactorProven, passkeyInstead, ...rest }) => ({
      ...(rest as unknown as Omit<Facts, 'proven'>),
      proven: {
        password: password as Proven,
        passwordLately: passwordLately as boolean,
        secondFactor: secondFactorProven as Proven,
        passkeyInstead: passkeyInstead as boolean,
      },
    }));
};

/** Each step, the facts under which it is due, written as the person would put it, and the first that holds wins. */
const rules: [Step, string, (facts: Facts) => boolean][] = [
  ['email', 'nobody has said who they are', (f) => !f.named],
  [
    'register',
    'the address is new and may be told so',
    (f) => f.account === 'unknown' && f.discovery === 'open',
  ],
  ['password', 'there is nothing to sign in to', (f) => f.account !== 'active'],
  ['password', 'the password has not been given', (f) => f.proven.password === 'no'],
  [
    'code',
    'there is a second factor to give',
    (f) => f.secondFactor === 'enrolled' && f.proven.secondFactor === 'no',
  ],
  [
    'code',
    'the password was given anew, and the second factor is only the session’s',
    (f) =>
      f.secondFactor === 'enrolled' && f.proven.password === 'now' && f.proven.secondFactor === 'earlier',
  ],
  [
    'new-password',
    'the password that was given has run out',
    (f) => f.passwordExpired && !f.proven.passkeyInstead,
  ],
  ['enrol-totp', 'a second factor is wanted and missing', (f) => f.secondFactor === 'wanted'],
  [
    'keep-account',
    'the account is to be deleted, and a service is to be opened',
    (f) => f.toBeDeleted && f.serviceAccount !== 'not-needed',
  ],
  [
    'password',
    'the service account is not known, and the password was given long ago',
    (f) => f.serviceAccount === 'missing' && !f.proven.passwordLately,
  ],
  ['link', 'the service account is not known', (f) => f.serviceAccount === 'missing'],
  ['done', 'nothing is left', () => true],
];

test('every combination of facts leads to the first step that is due, and to no other', () => {
  const combinations = everyCombination();
  assert.equal(combinations.length, 2 * 3 * 2 * 3 * 2 * 3 * 2 * 2 * 3 * 2 * 3);
  const reached = new Set<Step>();
  for (const facts of combinations) {
    const due = rules.find(([, , holds]) => holds(facts));
    assert.equal(nextStep(facts), due?.[0], `${due?.[1]}: ${JSON.stringify(facts)}`);
    reached.add(nextStep(facts));
  }
  assert.deepEqual([...reached].sort(), [...new Set(rules.map(([step]) => step))].sort());
});

test('nothing is ever done without an active account, its password and its second factor', () => {
  for (const facts of everyCombination().filter((each) => nextStep(each) === 'done')) {
    assert.equal(facts.account, 'active');
    assert.notEqual(facts.proven.password, 'no');
    assert.ok(facts.secondFactor !== 'enrolled' || facts.proven.secondFactor !== 'no');
    assert.ok(!facts.passwordExpired || facts.proven.passkeyInstead);
    assert.notEqual(facts.serviceAccount, 'missing');
    assert.ok(!facts.toBeDeleted || facts.serviceAccount === 'not-needed');
  }
});

test('an expired password is replaced only after the code, so that a stolen one replaces nothing', () => {
  for (const facts of everyCombination().filter((each) => nextStep(each) === 'new-password')) {
    assert.ok(facts.secondFactor !== 'enrolled' || facts.proven.secondFactor !== 'no');
  }
});

test('whoever gives the password anew gives the second factor with it, so that no session loses the one that it has', () => {
  const given = everyCombination().filter(({ proven }) => proven.password === 'now');
  for (const facts of given.filter((each) => nextStep(each) === 'done'))
    assert.ok(facts.secondFactor !== 'enrolled' || facts.proven.secondFactor === 'now');
});

test('a password that has run out stands in nobody’s way who has given a passkey instead', () => {
  for (const facts of everyCombination().filter((each) => each.proven.passkeyInstead)) {
    assert.notEqual(nextStep(facts), 'new-password');
    const inTime = nextStep({ ...facts, passwordExpired: false });
    assert.equal(nextStep({ ...facts, passwordExpired: true }), inTime);
  }
});

test('with hidden discovery an address without an account is asked for a password like any other', () => {
  const facts: Facts = {
    named: true,
    account: 'unknown',
    discovery: 'hidden',
    proven: { password: 'no', passwordLately: false, secondFactor: 'no', passkeyInstead: false },
    passwordExpired: false,
    secondFactor: 'none',
    toBeDeleted: false,
    serviceAccount: 'missing',
  };
  assert.equal(nextStep(facts), 'password');
  assert.equal(nextStep({ ...facts, account: 'active' }), 'password');
});
