import assert from 'node:assert/strict';
import { test } from 'node:test';
import { someMorning } from '../../../test/support/clock.ts';
import {
  type ProviderCall,
  postmarkBounce,
  postmarkCall,
  postmarkDelivery,
  webhookSettings,
} from '../../../test/support/provider-calls.ts';
import { hours, minutes } from '../../kernel/index.ts';
import { postmark } from './postmark.ts';

const trace = '0123456789abcdefghijklmno-1-0123456789abcdefghi';
const webhook = postmark(webhookSettings.postmark);

const read = ({ headers, body }: ProviderCall) =>
  webhook.read({ headers: new Headers(headers), body: Buffer.from(body), now: someMorning });

async function hear(record: unknown) {
  const heard = await read(postmarkCall(record));
  return heard.ok ? heard.value.words : assert.fail(heard.error);
}

async function verdict(call: ProviderCall) {
  const heard = await read(call);
  return heard.ok ? 'heard' : heard.error;
}

test('a delivery and a bounce are heard in the words of the server', async () => {
  assert.deepEqual(await hear(postmarkDelivery(trace)), [
    {
      trace,
      what: 'delivered',
      at: someMorning,
      source: 'postmark',
      wordId: `delivered ${someMorning}`,
      code: '2.0.0',
      words: '2.0.0 OK 1480624905 l186si10190883ite.73 - gsmtp',
    },
  ]);
  const [bounce] = await hear(postmarkBounce(trace));
  assert.deepEqual([bounce?.what, bounce?.code], ['bounced', '5.1.1']);
  assert.equal(bounce?.words, '5.1.1 The email account that you tried to reach does not exist.');
});

const types: [type: string, what: string | undefined][] = [
  ['HardBounce', 'bounced'],
  ['SoftBounce', 'bounced'],
  ['Unknown', 'bounced'],
  ['BadEmailAddress', 'bounced'],
  ['Transient', 'delayed'],
  ['DnsError', 'delayed'],
  ['SpamNotification', 'blocked'],
  ['Blocked', 'blocked'],
  ['DMARCPolicy', 'blocked'],
  ['VirusNotification', 'blocked'],
  ['ManuallyDeactivated', 'blocked'],
  ['AutoResponder', undefined],
  ['AddressChange', undefined],
  ['ChallengeVerification', undefined],
  ['SpamComplaint', undefined],
  ['SomethingNew', undefined],
  ['constructor', undefined],
];
for (const [type, what] of types) {
  test(`a bounce of the type ${type} means ${what ?? 'nothing to us'}`, async () => {
    const words = await hear(postmarkBounce(trace, { type }));
    assert.deepEqual(
      words.map((word) => word.what),
      what ? [what] : [],
    );
  });
}

test('a hard bounce by policy is blocked', async () => {
  const Details = 'smtp;550 5.7.26 Unauthenticated email is not accepted due to the DMARC policy.';
  const [word] = await hear({ ...postmarkBounce(trace), Details });
  assert.equal(word?.what, 'blocked');
});

test('a bounce without words of the server has those of Postmark', async () => {
  const [word] = await hear({ ...postmarkBounce(trace), Details: undefined });
  assert.match(word?.words ?? '', /unable to deliver/);
});

test('the trace is found whatever mail software made of its name', async () => {
  for (const name of ['trace', 'Trace', 'TRACE']) {
    const [word] = await hear({ ...postmarkDelivery(trace), Metadata: { [name]: trace } });
    assert.equal(word?.trace, trace);
  }
  assert.deepEqual(await hear({ ...postmarkDelivery(trace), Metadata: { trace: [trace] } }), []);
});

test('what says nothing of the delivery is acknowledged', async () => {
  for (const RecordType of ['Open', 'Click', 'SpamComplaint', 'SubscriptionChange', 'SomethingNew'])
    assert.deepEqual(await hear({ ...postmarkDelivery(trace), RecordType }), []);
  assert.deepEqual(await hear({ ...postmarkDelivery(trace), DeliveredAt: 'yesterday' }), []);
});

test('times are read to the fraction that Postmark writes, in any time zone', async () => {
  const [one] = await hear({ ...postmarkDelivery(trace), DeliveredAt: '2026-05-04T08:59:59.9070259Z' });
  assert.equal(one?.at, Date.UTC(2026, 4, 4, 8, 59, 59, 907));
  const [other] = await hear({ ...postmarkDelivery(trace), DeliveredAt: '2026-05-04T04:00:00-05:00' });
  assert.equal(other?.at, someMorning);
});

test('without the name and the password of the address a call is not authentic', async () => {
  const record = postmarkDelivery(trace);
  const right = postmarkCall(record).headers['authorization'] ?? '';
  for (const authorization of [
    '',
    'Basic',
    'Basic ????',
    `Bearer ${right.slice(6)}`,
    `${right}AAAA`,
    right.slice(0, -4),
  ])
    assert.equal(
      await verdict({ ...postmarkCall(record), headers: { authorization } }),
      'not-authentic',
      authorization,
    );
  assert.equal(await verdict(postmarkCall(record, { user: 'Postmark' })), 'not-authentic');
  assert.equal(
    await verdict(postmarkCall(record, { password: 'a-long-password-of-nobody' })),
    'not-authentic',
  );
  assert.equal(await verdict({ ...postmarkCall('no JSON'), headers: {} }), 'not-authentic');
  assert.equal(await verdict(postmarkCall(record)), 'heard');
});

test('what happened more than a day ago, or in the future, is stale', async () => {
  const age = (duration: number) =>
    verdict(postmarkCall(postmarkBounce(trace, { at: someMorning - duration })));
  assert.equal(await age(hours(24)), 'heard');
  assert.equal(await age(hours(24) + 1), 'stale');
  assert.equal(await age(-minutes(6)), 'stale');
});

test('a body that is no object is unreadable', async () => {
  for (const body of ['', 'no JSON', 'null', '"Delivery"'])
    assert.equal(await verdict(postmarkCall(body)), 'unreadable', body);
});

test('the trace goes with a mail within the limits of metadata, and the Message-ID stays ours', () => {
  const { 'X-PM-Metadata-trace': value = '', 'X-PM-KeepID': keep } = webhook.headersFor(trace);
  assert.deepEqual([value, keep, value.length <= 80], [trace, 'true', true]);
});
