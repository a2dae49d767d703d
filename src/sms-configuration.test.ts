import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smsSchema } from './message-schema.ts';

const gateway = {
  type: 'gateway',
  url: 'https://sms.example.com/send',
  secret: `whsec_${'A'.repeat(32)}`,
  allowedPrefixes: ['+1'],
};
const twilio = {
  type: 'twilio',
  accountSid: `AC${'0'.repeat(32)}`,
  authToken: 'x'.repeat(32),
  from: '+15555550199',
  allowedPrefixes: ['+1'],
};

const faultsOf = (input: unknown): string[] =>
  smsSchema.safeParse(input).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

test('a gateway is called by https, unless it is on this machine or listed as internal', () => {
  assert.deepEqual(faultsOf(gateway), []);
  assert.deepEqual(faultsOf({ ...gateway, url: 'http://localhost:8025/phone/gateway' }), []);
  const inside = { ...gateway, url: 'http://sms-bridge.internal/send' };
  assert.match(faultsOf(inside)[0] ?? '', /^url: must be https/);
  assert.deepEqual(faultsOf({ ...inside, internalHosts: ['sms-bridge.internal'] }), []);
});

test('a gateway at a private address has to be listed as internal', () => {
  const inside = { ...gateway, url: 'https://10.0.0.7/send' };
  assert.match(faultsOf(inside)[0] ?? '', /^url: is a private address/);
  assert.deepEqual(faultsOf({ ...inside, internalHosts: ['10.0.0.7'] }), []);
});

test('an address that is none is one fault and no more', () => {
  assert.deepEqual(faultsOf({ ...gateway, url: 'sms' }), ['url: is not an http(s) address']);
  assert.deepEqual(faultsOf({ ...twilio, apiUrl: 'ftp://x' }), ['apiUrl: is not an http(s) address']);
});

test('Twilio is called by https, as one sender or one messaging service', () => {
  assert.deepEqual(faultsOf(twilio), []);
  assert.match(faultsOf({ ...twilio, apiUrl: 'http://api.example.com' })[0] ?? '', /^apiUrl: must be https/);
  const both = { ...twilio, messagingServiceSid: `MG${'1'.repeat(32)}` };
  assert.match(faultsOf(both)[0] ?? '', /either from or messagingServiceSid/);
  assert.match(faultsOf({ ...twilio, from: undefined })[0] ?? '', /either from or messagingServiceSid/);
});

test('where texts may go is never left open', () => {
  for (const allowedPrefixes of [undefined, [], ['1'], ['+0'], ['+'], ['']]) {
    assert.ok(faultsOf({ ...gateway, allowedPrefixes }).length > 0, JSON.stringify(allowedPrefixes));
  }
});
