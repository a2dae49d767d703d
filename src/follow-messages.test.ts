import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followOf } from './follow-messages.ts';
import { mailSchema } from './message-schema.ts';

const mail = { from: 'noreply@ctl.io', smtp: { host: 'relay.example.com' } };
const bounces = { domain: 'bounces.example.com', listen: { port: 2525 } };
const webhooks = { mailgun: { signingKey: 'a-signing-key-of-mailgun' } };
const followed = (more: object) => followOf({ mail: mailSchema.parse({ ...mail, ...more }) })?.('t-1-p');

test('without a way for words to come in, nothing is sent along', () => {
  assert.equal(followed({}), undefined);
});

test('each way for words to come in brings what it needs, and both together', () => {
  const returned = { returnPath: 'bounce+t-1-p@bounces.example.com', reports: { envelopeId: 't-1-p' } };
  const headers = { 'X-Mailgun-Variables': '{"trace":"t-1-p"}' };
  assert.deepEqual(followed({ bounces }), { ...returned, headers: {} });
  assert.deepEqual(followed({ webhooks }), { headers });
  assert.deepEqual(followed({ bounces, webhooks }), { ...returned, headers });
  const { reports, ...quiet } = { ...returned, headers };
  assert.deepEqual(followed({ bounces: { ...bounces, successReports: false }, webhooks }), quiet);
});
