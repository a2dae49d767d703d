import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { someMorning } from '../../../test/support/clock.ts';
import {
  type ProviderCall,
  sendgridCall,
  sendgridEvent,
  webhookSettings,
} from '../../../test/support/provider-calls.ts';
import { hours, minutes } from '../../kernel/index.ts';
import { sendgrid } from './sendgrid.ts';

const trace = '0123456789abcdefghijklmno-1-0123456789abcdefghi';
const webhook = sendgrid(webhookSettings.sendgrid);

const read = ({ headers, body }: ProviderCall) =>
  webhook.read({ headers: new Headers(headers), body: Buffer.from(body), now: someMorning });

async function hear(...events: unknown[]) {
  const heard = await read(sendgridCall(events));
  return heard.ok ? heard.value.words : assert.fail(heard.error);
}

async function verdict(call: ProviderCall) {
  const heard = await read(call);
  return heard.ok ? 'heard' : heard.error;
}

test('a bounce is heard with its status and the words of the server', async () => {
  const reason = '550 5.1.1 The email account that you tried to reach does not exist.';
  const bounce = { type: 'bounce', status: '5.1.1', reason, bounce_classification: 'Invalid Address' };
  assert.deepEqual(await hear(sendgridEvent(trace, 'bounce', bounce)), [
    {
      trace,
      what: 'bounced',
      at: someMorning,
      source: 'sendgrid',
      wordId: `bounce ${someMorning} `,
      code: '5.1.1',
      words: '5.1.1 The email account that you tried to reach does not exist.',
    },
  ]);
});

const meanings: [what: string | undefined, event: string, rest: Record<string, unknown>][] = [
  ['delivered', 'delivered', { response: '250 OK' }],
  ['delayed', 'deferred', { response: '400 try again later', attempt: '5' }],
  ['blocked', 'bounce', { type: 'blocked', reason: '550 no', status: '5.0.0' }],
  ['blocked', 'bounce', { type: 'bounce', reason: '554 5.7.1 rejected by policy', status: '5.7.1' }],
  ['bounced', 'bounce', { reason: '452 4.2.2 mailbox full', status: '4.2.2' }],
  ['bounced', 'dropped', { reason: 'Bounced Address', status: '5.0.0' }],
  ['bounced', 'dropped', { reason: 'Invalid' }],
  ['blocked', 'dropped', { reason: 'Spam Reporting Address' }],
  ['blocked', 'dropped', { reason: 'Unsubscribed Address' }],
  [undefined, 'processed', {}],
  [undefined, 'open', { useragent: 'Mozilla/4.0' }],
  [undefined, 'spamreport', {}],
  [undefined, 'something new', {}],
];
for (const [what, event, rest] of meanings) {
  test(`${event} ${JSON.stringify(rest)} means ${what ?? 'nothing to us'}`, async () => {
    const words = await hear(sendgridEvent(trace, event, rest));
    assert.deepEqual(
      words.map((word) => word.what),
      what ? [what] : [],
    );
  });
}

test('a thousand events come at once; one that cannot be read, or is not ours, costs the others nothing', async () => {
  const events = Array.from({ length: 997 }, () => sendgridEvent(trace, 'delivered'));
  const words = await hear(
    ...events,
    null,
    { event: 'delivered' },
    { ...sendgridEvent(trace, 'bounce'), timestamp: {} },
  );
  assert.equal(words.length, 997);
});

test('the same event sent again is the same word, though SendGrid gives it another id', async () => {
  const [first, again] = await hear(sendgridEvent(trace, 'delivered'), sendgridEvent(trace, 'delivered'));
  assert.equal(first?.wordId, again?.wordId);
  const [one, other] = await hear(
    sendgridEvent(trace, 'deferred', { attempt: '1' }),
    sendgridEvent(trace, 'deferred', { attempt: '2' }),
  );
  assert.notEqual(one?.wordId, other?.wordId);
});

test('the trace is found among the fields and among the unique arguments', async () => {
  const { trace: _, ...bare } = sendgridEvent(trace, 'delivered');
  const words = await hear({ ...bare, unique_args: { trace } });
  assert.deepEqual(
    words.map((word) => word.trace),
    [trace],
  );
});

test('a call whose body, time or key is another than the signed one is not authentic', async () => {
  const call = sendgridCall([sendgridEvent(trace, 'delivered')]);
  assert.equal(await verdict(sendgridCall('[]', { signedBody: '[ ]' })), 'not-authentic');
  const headers = { ...call.headers, 'x-twilio-email-event-webhook-timestamp': `${someMorning / 1000 + 1}` };
  assert.equal(await verdict({ ...call, headers }), 'not-authentic');
  assert.equal(await verdict({ ...call, headers: {} }), 'not-authentic');
  for (const signature of ['', 'AAAA', 'not base64', Buffer.alloc(72, 0x30).toString('base64')]) {
    const forged = { ...call.headers, 'x-twilio-email-event-webhook-signature': signature };
    assert.equal(await verdict({ ...call, headers: forged }), 'not-authentic', signature);
  }
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const other = sendgrid({ publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') });
  const heard = await other.read({
    headers: new Headers(call.headers),
    body: Buffer.from(call.body),
    now: someMorning,
  });
  assert.equal(heard.ok || heard.error, 'not-authentic');
});

test('a call is fresh as long as SendGrid may try, and not from the future', async () => {
  const age = (duration: number) => verdict(sendgridCall([], { at: someMorning - duration }));
  assert.equal(await age(hours(24) + minutes(15)), 'heard');
  assert.equal(await age(hours(24) + minutes(16)), 'stale');
  assert.equal(await age(-minutes(6)), 'stale');
});

test('a signed body that is no list of up to a thousand events is unreadable', async () => {
  const tooMany = JSON.stringify(Array.from({ length: 1001 }, () => 1));
  for (const body of ['{}', 'no JSON', tooMany, `${'['.repeat(50)}${']'.repeat(50)}`])
    assert.equal(await verdict(sendgridCall(body)), 'unreadable', body.slice(0, 20));
});

test('the trace goes with a mail as a unique argument', () => {
  const header = webhook.headersFor(trace)['X-SMTPAPI'] ?? '';
  assert.deepEqual(JSON.parse(header), { unique_args: { trace } });
});
