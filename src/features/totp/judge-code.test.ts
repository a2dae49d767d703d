import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seconds } from '../../kernel/index.ts';
import { clockTroubleOf } from './clock-trouble.ts';
import { judgeCode } from './judge-code.ts';
import { codeOfStep, newTotpSecret, secretInGroups, totpUri } from './totp-secret.ts';
import { stepAt } from './totp-step.ts';

/** RFC 6238, appendix B: the secret `12345678901234567890`, and its codes of eight digits without the first two. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const RFC_CODES: [instant: number, code: string][] = [
  [seconds(59), '287082'],
  [seconds(1_111_111_109), '081804'],
  [seconds(1_111_111_111), '050471'],
  [seconds(1_234_567_890), '005924'],
  [seconds(2_000_000_000), '279037'],
  [seconds(20_000_000_000), '353130'],
];

test('codes are those of RFC 6238', () => {
  for (const [instant, code] of RFC_CODES) assert.equal(codeOfStep(RFC_SECRET, stepAt(instant)), code);
});

test('only the codes of the current step and the one before are right', () => {
  const now = seconds(2_000_000_000);
  const verdictAt = (offset: number) =>
    judgeCode(RFC_SECRET, codeOfStep(RFC_SECRET, stepAt(now) + offset), now);
  assert.deepEqual(verdictAt(0), { is: 'right', step: stepAt(now) });
  assert.deepEqual(verdictAt(-1), { is: 'right', step: stepAt(now) - 1 });
  assert.deepEqual(verdictAt(1), { is: 'stray', step: stepAt(now) + 1, offset: 1 });
  assert.deepEqual(verdictAt(-20), { is: 'stray', step: stepAt(now) - 20, offset: -20 });
  assert.equal(verdictAt(21).is, 'wrong');
  assert.equal(verdictAt(-21).is, 'wrong');
});

test('a clock is blamed by two wrong codes of the same other moment, and not by one', () => {
  assert.equal(clockTroubleOf(null, 6), undefined);
  assert.equal(clockTroubleOf(null, 1), undefined);
  assert.deepEqual(clockTroubleOf(6, 6), { minutes: 3, clock: 'ahead' });
  assert.deepEqual(clockTroubleOf(-6, -7), { minutes: 4, clock: 'behind' });
  assert.equal(clockTroubleOf(6, -6), undefined);
  assert.deepEqual(clockTroubleOf(-2, -2), { minutes: 1, clock: 'behind' });
});

test('the address in the QR code names the brand and the person, and nothing that an app may overlook', () => {
  const secret = newTotpSecret();
  const uri = new URL(totpUri(secret, { brand: 'Lumen', email: 'ada+home@example.com' }));
  assert.equal(uri.protocol, 'otpauth:');
  assert.equal(decodeURIComponent(uri.pathname), '/Lumen Master Account:ada+home@example.com');
  assert.equal(uri.searchParams.get('secret'), secret);
  assert.equal(uri.searchParams.get('issuer'), 'Lumen Master Account');
  assert.match(secretInGroups(secret), /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
});
