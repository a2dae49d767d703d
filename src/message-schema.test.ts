import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { mailSchema } from './message-schema.ts';

const keyOn = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve })
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64');

test('the verification key of SendGrid is one, on the curve that it signs with', () => {
  const isGood = (publicKey: string) =>
    mailSchema.safeParse({
      from: 'noreply@ctl.io',
      smtp: { host: 'relay.example.com' },
      webhooks: { sendgrid: { publicKey } },
    }).success;
  assert.ok(isGood(keyOn('prime256v1')));
  assert.ok(!isGood(keyOn('secp384r1')));
  assert.ok(!isGood('x'.repeat(124)));
});
