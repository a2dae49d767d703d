import assert from 'node:assert/strict';
import { test } from 'node:test';
import { someMorning } from '../../../test/support/clock.ts';
import {
  mailgunCall,
  mailgunEvent,
  type ProviderCall,
  webhookSettings,
} from '../../../test/support/provider-calls.ts';
import { hours, minutes } from '../../kernel/index.ts';
import { mailgun } from './mailgun.ts';

const trace = '0123456789abcdefghijklmno-1-0123456789abcdefghi';
const webhook = mailgun(webhookSettings.mailgun);

const read = ({ headers, body }: ProviderCall) =>
  webhook.read({ headers: new Headers(headers), body: Buffer.from(body), now: someMorning });

async function hear(event: unknown) {
  const heard = await read(mailgunCall(event, { token: 'a-token' }));
  return heard.ok ? heard.value.words : assert.fail(heard.error);
}

async function verdict(call: ProviderCall) {
  const heard = await read(call);
  return heard.ok ? 'heard' : heard.error;
}

const status = (code: number, message = '', more = {}) => ({
  'delivery-status': { code, message, description: '', 'mx-host': 'mx.example.com', ...more },
});

test('a permanent failure is heard with its status, the words of the server and its name', async () => {
  const said = status(550, '5.1.1 The email account that you tried to reach does not exist.');
  const failed = mailgunEvent(trace, 'failed', { severity: 'permanent', reason: 'bounce', ...said });
  assert.deepEqual(await hear({ ...failed, timestamp: someMorning / 1000 - 0.25 }), [
    {
      trace,
      what: 'bounced',
      at: someMorning - 250,
      source: 'mailgun',
      wordId: 'a-token',
      code: '5.1.1',
      words: '5.1.1 The email account that you tried to reach does not exist.',
      server: 'mx.example.com',
    },
  ]);
});

const meanings: [what: string | undefined, event: string, rest: Record<string, unknown>][] = [
  ['delivered', 'delivered', {}],
  ['delayed', 'failed', { severity: 'temporary', reason: 'generic', ...status(452, '4.3.1 later') }],
  ['bounced', 'failed', { severity: 'permanent', reason: 'old', ...status(452, '4.3.1 later') }],
  ['blocked', 'failed', { severity: 'permanent', reason: 'bounce', ...status(550, '5.7.1 by policy') }],
  ['blocked', 'failed', { severity: 'permanent', ...status(550, 'no', { 'enhanced-code': '5.7.1' }) }],
  [
    'bounced',
    'failed',
    { severity: 'permanent', reason: 'suppress-bounce', ...status(605, '', { description: 'no' }) },
  ],
  ['blocked', 'failed', { severity: 'permanent', reason: 'suppress-complaint', ...status(607) }],
  ['blocked', 'failed', { severity: 'permanent', reason: 'espblock', ...status(550) }],
  ['blocked', 'rejected', { reject: { reason: 'Sandbox subdomains are for test purposes only' } }],
  [undefined, 'accepted', {}],
  [undefined, 'complained', {}],
  [undefined, 'something new', {}],
];
for (const [what, event, rest] of meanings) {
  test(`${event} ${JSON.stringify(rest)} means ${what ?? 'nothing to us'}`, async () => {
    const words = await hear(mailgunEvent(trace, event, rest));
    assert.deepEqual(
      words.map((word) => word.what),
      what ? [what] : [],
    );
  });
}

test('a code of Mailgun itself is no reply code of a server', async () => {
  const [word] = await hear(
    mailgunEvent(trace, 'failed', { severity: 'permanent', ...status(605, 'Not tried') }),
  );
  assert.deepEqual([word?.code, word?.words], [undefined, 'Not tried']);
});

test('what is not about a mail of ours is acknowledged', async () => {
  for (const event of [null, 'delivered', {}, { ...mailgunEvent(trace, 'delivered'), 'user-variables': {} }])
    assert.deepEqual(await hear(event), []);
});

test('other words under a signature that was used before are the same word about a message', async () => {
  const [one] = await hear(mailgunEvent(trace, 'delivered'));
  const [other] = await hear(mailgunEvent(trace, 'failed', { severity: 'permanent' }));
  assert.equal(one?.wordId, other?.wordId);
});

test('another key, token, time or signature is not authentic', async () => {
  const event = mailgunEvent(trace, 'delivered');
  assert.equal(await verdict(mailgunCall(event, { key: 'a-signing-key-of-nobody' })), 'not-authentic');
  const changed = (change: object) => {
    const { signature, ...rest } = JSON.parse(mailgunCall(event).body);
    return { headers: {}, body: JSON.stringify({ ...rest, signature: { ...signature, ...change } }) };
  };
  for (const change of [
    { token: 'another' },
    { timestamp: '1' },
    { signature: '' },
    { signature: 'f'.repeat(64) },
  ])
    assert.equal(await verdict(changed(change)), 'not-authentic', JSON.stringify(change));
  assert.equal(await verdict(changed({ timestamp: someMorning / 1000 })), 'heard');
});

test('a call is fresh as long as Mailgun may try, and not from the future', async () => {
  const age = (duration: number) => verdict(mailgunCall({}, { at: someMorning - duration }));
  assert.equal(await age(hours(8) + minutes(15)), 'heard');
  assert.equal(await age(hours(8) + minutes(16)), 'stale');
  assert.equal(await age(-minutes(6)), 'stale');
});

test('a body without a signature is unreadable', async () => {
  for (const body of ['', 'no JSON', '[]', '{}', '{"signature":{"token":"a"}}', '{"signature":null}'])
    assert.equal(await verdict({ headers: {}, body }), 'unreadable', body);
});

test('the trace goes with a mail as a variable', () => {
  assert.deepEqual(webhook.headersFor(trace), { 'X-Mailgun-Variables': `{"trace":"${trace}"}` });
});
