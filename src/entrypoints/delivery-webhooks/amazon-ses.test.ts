import assert from 'node:assert/strict';
import { test } from 'node:test';
import { someMorning } from '../../../test/support/clock.ts';
import {
  amazonCertificate,
  certificateUrl,
  networkOutside,
  type ProviderCall,
  sesBounce,
  sesDelivery,
  sesMail,
  snsCall,
  subscriptionCall,
  topicArn,
} from '../../../test/support/provider-calls.ts';
import { signingCertificate } from '../../../test/support/signing-certificate.ts';
import { days, hours, minutes } from '../../kernel/index.ts';
import { amazonSes } from './amazon-ses.ts';

const trace = '0123456789abcdefghijklmno-1-0123456789abcdefghi';

/** Amazon SES as it is configured, and what it hears; all of it on one standing clock unless told otherwise. */
function listening(network = networkOutside()) {
  const webhook = amazonSes({ topicArns: [topicArn] }, network.fetchAddress);
  const read = ({ headers, body }: ProviderCall, now = someMorning) =>
    webhook.read({ headers: new Headers(headers), body: Buffer.from(body), now });
  const verdict = async (call: ProviderCall, now?: number) => {
    const heard = await read(call, now);
    return heard.ok ? 'heard' : heard.error;
  };
  const hear = async (event: unknown) => {
    const heard = await read(snsCall(JSON.stringify(event)));
    return heard.ok ? heard.value.words : assert.fail(heard.error);
  };
  return { ...network, webhook, read, verdict, hear };
}

test('a delivery is heard, from whom and in whose words', async () => {
  assert.deepEqual(await listening().hear(sesDelivery(trace)), [
    {
      trace,
      what: 'delivered',
      at: someMorning,
      source: 'amazon-ses',
      wordId: `delivered ${someMorning}`,
      code: '2.6.0',
      words: '2.6.0 Message received',
      server: 'mta.example.com',
    },
  ]);
});

test('a permanent bounce is heard with its status and the words of the server', async () => {
  const [word] = await listening().hear(sesBounce(trace));
  assert.deepEqual(
    [word?.what, word?.code, word?.words, word?.server],
    ['bounced', '5.1.1', '5.1.1 user unknown', 'mta.example.com'],
  );
});

const bounces: [what: string, when: string, bounce: Parameters<typeof sesBounce>[1]][] = [
  ['blocked', 'the server refuses by policy', { status: '5.7.1', diagnosticCode: 'smtp; 550 5.7.1 no' }],
  ['bounced', 'a transient failure lasted too long', { type: 'Transient', status: '4.4.7' }],
  ['bounced', 'the mailbox stayed full', { type: 'Transient', subType: 'MailboxFull', status: '4.2.2' }],
  ['blocked', 'its contents were refused', { type: 'Transient', subType: 'ContentRejected' }],
  ['blocked', 'the address is on a list', { subType: 'OnAccountSuppressionList' }],
  [
    'bounced',
    'nobody knows why',
    { type: 'Undetermined', subType: 'Undetermined', status: '', diagnosticCode: '' },
  ],
  ['delayed', 'it is an automatic reply without a report', { type: 'Transient', action: '' }],
  ['delayed', 'the report itself speaks of a delay', { type: 'Transient', action: 'delayed' }],
];
for (const [what, when, bounce] of bounces) {
  test(`a bounce means ${what} when ${when}`, async () => {
    const [word] = await listening().hear(sesBounce(trace, bounce));
    assert.equal(word?.what, what);
  });
}

test('a delay and a rejection are heard', async () => {
  const { hear } = listening();
  const { bouncedRecipients: delayedRecipients, timestamp } = sesBounce(trace).bounce;
  const deliveryDelay = {
    delayType: 'SpamDetected',
    delayedRecipients,
    expirationTime: timestamp,
    timestamp,
  };
  const [delay] = await hear({ eventType: 'DeliveryDelay', mail: sesMail(trace), deliveryDelay });
  assert.equal(delay?.what, 'delayed');
  const [rejection] = await hear({
    eventType: 'Reject',
    mail: sesMail(trace),
    reject: { reason: 'Bad content' },
  });
  assert.deepEqual([rejection?.what, rejection?.words], ['blocked', 'Bad content']);
});

test('the older kind of notification is traced by the headers that it repeats', async () => {
  const { eventType: notificationType, ...said } = sesDelivery(trace);
  const { webhook, hear } = listening();
  const sent = Object.entries(webhook.headersFor(trace)).map(([name, value]) => ({
    // Mail software writes names of headers as it likes.
    name: name.toLowerCase(),
    value,
  }));
  const { tags, ...mail } = said.mail;
  const words = await hear({ ...said, notificationType, mail: { ...mail, headers: sent } });
  assert.deepEqual(
    words.map((word) => word.trace),
    [trace],
  );
});

test('both kinds of notification about one thing are the same word', async () => {
  const { hear } = listening();
  const [one] = await hear(sesBounce(trace));
  const [other] = await hear({ ...sesBounce(trace), eventType: undefined, notificationType: 'Bounce' });
  assert.equal(one?.wordId, other?.wordId);
});

test('what says nothing of the delivery is acknowledged', async () => {
  const { read, hear } = listening();
  for (const eventType of ['Send', 'Open', 'Complaint', 'Rendering Failure', 'Something new'])
    assert.deepEqual(await hear({ eventType, mail: sesMail(trace), complaint: {} }), []);
  const { tags, ...mail } = sesMail(trace);
  assert.deepEqual(await hear({ ...sesDelivery(trace), mail }), []);
  for (const sentence of ['Successfully validated SNS topic for Amazon SES event publishing.', '[]', 'null'])
    assert.deepEqual(await read(snsCall(sentence)), { ok: true, value: { words: [] } });
});

test('both versions of the signature are accepted, with a subject and without', async () => {
  const { verdict } = listening();
  for (const version of ['1', '2'] as const) {
    assert.equal(await verdict(snsCall('{}', { version })), 'heard');
    const fields = { Subject: 'Amazon SES Email Event Notification' };
    assert.equal(await verdict(snsCall('{}\nTimestamp\n', { version, fields })), 'heard');
  }
});

test('a message changed in any field that is signed is not authentic', async () => {
  const { verdict } = listening();
  const changes = {
    Message: JSON.stringify(sesBounce(trace)),
    MessageId: 'another',
    Subject: 'added',
    Timestamp: new Date(someMorning + 1).toISOString(),
    Type: 'UnsubscribeConfirmation',
    Signature: '',
    SignatureVersion: '2',
  };
  for (const [name, value] of Object.entries(changes))
    assert.equal(await verdict(snsCall('{}', { forged: { [name]: value } })), 'not-authentic', name);
});

test('another topic is not authentic, though Amazon signed it, and costs no call', async () => {
  const { verdict, asked } = listening();
  const TopicArn = 'arn:aws:sns:eu-west-1:999999999999:delivery';
  assert.equal(await verdict(snsCall('{}', { fields: { TopicArn } })), 'not-authentic');
  assert.deepEqual(asked, []);
});

test('what was signed for another topic cannot be read as ours, however its text is cut', async () => {
  const { verdict } = listening();
  const TopicArn = 'arn:aws:sns:eu-west-1:999999999999:delivery';
  const rest = `\nMessageId\n1\nTimestamp\n${new Date(someMorning).toISOString()}\nTopicArn\n${topicArn}\nType\nNotification`;
  const signed = snsCall(`{}${rest}`, { fields: { TopicArn } });
  const forged = { ...JSON.parse(signed.body), Message: '{}', MessageId: '1', TopicArn: topicArn };
  assert.equal(await verdict({ ...signed, body: JSON.stringify(forged) }), 'not-authentic');
});

test('an hour and a quarter is fresh, since Amazon tries for an hour; older or from the future is stale', async () => {
  const { verdict } = listening();
  const age = (duration: number) => verdict(snsCall('{}', { at: someMorning - duration }));
  assert.equal(await age(hours(1) + minutes(15)), 'heard');
  assert.equal(await age(hours(1) + minutes(16)), 'stale');
  assert.equal(await age(-minutes(5)), 'heard');
  assert.equal(await age(-minutes(6)), 'stale');
});

test('a certificate is fetched once, and again only when the first call failed', async () => {
  const { verdict, asked, answers } = listening(networkOutside({}));
  assert.equal(await verdict(snsCall('{}')), 'unavailable');
  answers[certificateUrl] = amazonCertificate.pem;
  await Promise.all(Array.from({ length: 5 }, () => verdict(snsCall('{}'))));
  assert.equal(await verdict(snsCall('{}')), 'heard');
  assert.deepEqual(asked, [certificateUrl, certificateUrl]);
});

test('certificates that are out of date, for somebody else or weak are not accepted', async () => {
  const certificates = {
    'not yet in date': signingCertificate({ from: someMorning + minutes(1) }),
    'out of date': signingCertificate({ from: someMorning - days(9), to: someMorning - days(1) }),
    'for another host': signingCertificate({ name: 'sns.example.com' }),
    'for every host': signingCertificate({ name: '*.amazonaws.com' }),
    weak: signingCertificate({ bits: 1024 }),
  };
  for (const [which, certificate] of Object.entries(certificates)) {
    const { verdict } = listening(networkOutside({ [certificateUrl]: certificate.pem }));
    assert.equal(await verdict(snsCall('{}', { certificate })), 'not-authentic', which);
  }
  for (const name of ['sns.eu-west-1.amazonaws.com', 'sns-signing.eu-west-1.amazonaws.com']) {
    const certificate = signingCertificate({ name });
    const { verdict } = listening(networkOutside({ [certificateUrl]: certificate.pem }));
    assert.equal(await verdict(snsCall('{}', { certificate })), 'heard', name);
  }
});

test('an answer without end, that is an error, or that is no certificate, is none', async () => {
  const { pem } = amazonCertificate;
  for (const answer of [pem + '\n'.repeat(20_000), 'no certificate', '']) {
    const { verdict } = listening(networkOutside({ [certificateUrl]: answer }));
    assert.equal(await verdict(snsCall('{}')), 'unavailable');
  }
  for (const status of [404, 302, 500]) {
    const fetchAddress = async () => new Response(pem, { status });
    const { verdict } = listening({ ...networkOutside(), fetchAddress });
    assert.equal(await verdict(snsCall('{}')), 'unavailable', `${status}`);
  }
});

test('made-up certificates are fetched three at a time at most', async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  let asked = 0;
  const fetchAddress = () => {
    asked += 1;
    return promise;
  };
  const webhook = amazonSes({ topicArns: [topicArn] }, fetchAddress);
  const verdicts = Array.from({ length: 50 }, (_, number) => {
    const SigningCertURL = certificateUrl.replace('0123', `${number}`);
    const { headers, body } = snsCall('{}', { forged: { SigningCertURL } });
    return webhook.read({ headers: new Headers(headers), body: Buffer.from(body), now: someMorning });
  });
  resolve(new Response('', { status: 404 }));
  await Promise.all(verdicts);
  assert.equal(asked, 3);
});

test('a subscription to a configured topic is confirmed once', async () => {
  const { read, asked, answers } = listening();
  const call = subscriptionCall();
  assert.deepEqual(await read(call), { ok: false, error: 'unavailable' });
  answers[call.confirmUrl] = '<ConfirmSubscriptionResponse/>';
  assert.deepEqual(await read(call), { ok: true, value: { words: [], subscription: 'confirmed' } });
  assert.deepEqual(await read(call), { ok: true, value: { words: [] } });
  assert.deepEqual(asked, [certificateUrl, call.confirmUrl, call.confirmUrl]);
});

test('a subscription is confirmed nowhere but at Amazon, for this topic', async () => {
  const { confirmUrl } = subscriptionCall();
  const elsewhere = [
    confirmUrl.replace('amazonaws.com', 'amazonaws.com.example.com'),
    confirmUrl.replace('https:', 'http:'),
    confirmUrl.replace('ConfirmSubscription', 'DeleteTopic'),
    confirmUrl.replace('123456789012', '999999999999'),
    confirmUrl.replace('/?', '/path?'),
    'http://169.254.169.254/',
    '',
  ];
  for (const SubscribeURL of elsewhere) {
    const { verdict, asked } = listening();
    assert.equal(
      await verdict(subscriptionCall({ fields: { SubscribeURL } })),
      'not-authentic',
      SubscribeURL,
    );
    assert.deepEqual(asked, [certificateUrl]);
  }
});

test('the end of a subscription is acknowledged and not taken back', async () => {
  const { read, asked } = listening();
  const call = subscriptionCall({ fields: { Type: 'UnsubscribeConfirmation' } });
  assert.deepEqual(await read(call), { ok: true, value: { words: [], subscription: 'ended' } });
  assert.deepEqual(asked, [certificateUrl]);
});

test('a body that is no message of Amazon SNS is unreadable', async () => {
  const { verdict } = listening();
  const bare = JSON.stringify(sesDelivery(trace));
  for (const body of ['', 'no JSON', 'null', '[]', '{}', bare, `${'['.repeat(50)}${']'.repeat(50)}`])
    assert.equal(await verdict({ headers: {}, body }), 'unreadable', body.slice(0, 20));
});

test('the trace goes with a mail in characters that tags may hold', () => {
  const headers = listening().webhook.headersFor(trace);
  assert.deepEqual(headers, { 'X-SES-MESSAGE-TAGS': `trace=${trace}`, 'X-Message-Trace': trace });
  assert.match(trace, /^[A-Za-z0-9_-]{1,256}$/);
});
