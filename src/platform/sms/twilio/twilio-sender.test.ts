import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { fakeClock } from '../../../../test/support/clock.ts';
import { standInGateway } from '../../../../test/support/stand-in-gateway.ts';
import { seconds } from '../../../kernel/index.ts';
import { openSmsSender } from '../index.ts';

const accountSid = `AC${'0'.repeat(32)}`;
const message = {
  id: 'm-1',
  to: '+15555550100',
  text: 'ABCD-EFGH is your token.\n\n@a.b #1',
  trace: 'abc-1-def',
};

/** A stand-in that answers as Twilio documents it. */
async function world(t: TestContext, sentFrom: object = { from: '+15555550199' }) {
  const twilio = await standInGateway(t);
  twilio.answerWith(201, { sid: 'SM0123456789', status: 'queued', error_code: null });
  const sender = openSmsSender(
    { clock: fakeClock(), issuer: 'https://account.example.com' },
    {
      type: 'twilio',
      accountSid,
      authToken: 'secret-auth-token',
      apiUrl: twilio.url,
      allowedPrefixes: ['+1'],
      ...sentFrom,
    },
  );
  const refuseWith = (status: number, code: number, text = 'Twilio’s own words') =>
    twilio.answerWith(status, { code, message: text, more_info: 'https://www.twilio.com/docs', status });
  return { ...twilio, sender, refuseWith };
}

test('Twilio is asked by its Messages API, and told where to call back for this very try', async (t) => {
  const { sender, asked } = await world(t);
  assert.deepEqual(await sender.send(message), {
    outcome: 'accepted',
    code: '201',
    words: 'SM0123456789',
    server: 'localhost',
  });
  const [call] = asked;
  assert.equal(call?.path, `/2010-04-01/Accounts/${accountSid}/Messages.json`);
  assert.equal(call.headers['content-type'], 'application/x-www-form-urlencoded');
  assert.equal(
    Buffer.from(call.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString(),
    `${accountSid}:secret-auth-token`,
  );
  const { StatusCallback = '', ...fields } = Object.fromEntries(new URLSearchParams(call.body));
  assert.deepEqual(fields, { To: message.to, From: '+15555550199', Body: message.text });
  assert.equal(
    StatusCallback.split('#')[0],
    'https://account.example.com/webhooks/sms/twilio?trace=abc-1-def',
  );
});

test('a messaging service takes the place of a number', async (t) => {
  const messagingServiceSid = `MG${'1'.repeat(32)}`;
  const { sender, asked } = await world(t, { messagingServiceSid });
  await sender.send(message);
  const fields = new URLSearchParams(asked[0]?.body);
  assert.deepEqual([fields.get('MessagingServiceSid'), fields.get('From')], [messagingServiceSid, null]);
});

test('a code that is about the number refuses for good, in words for the person', async (t) => {
  const { sender, refuseWith } = await world(t);
  for (const [code, what] of [
    [21211, 'bounced'],
    [21614, 'bounced'],
    [21610, 'blocked'],
    [21408, 'blocked'],
  ] as const) {
    refuseWith(400, code);
    const delivery = await sender.send(message);
    assert.partialDeepStrictEqual(delivery, { outcome: 'refused', what, code: String(code) });
    assert.doesNotMatch(delivery.words, /Twilio/);
  }
});

test('what is about us, or passes, leaves the text to be tried again', async (t) => {
  const { sender, refuseWith, answerWith } = await world(t);
  for (const [status, code] of [
    [401, 20003],
    [400, 21606],
    [429, 20429],
    [429, 14107],
    [500, 20500],
    [503, 21211],
  ] as const) {
    refuseWith(status, code);
    assert.equal((await sender.send(message)).outcome, 'not-now', String(code));
  }
  for (const [status, body] of [
    [201, 'no JSON'],
    [200, {}],
    [302, { sid: 'SM1' }],
    [404, '<html>'],
    [400, { code: 'constructor' }],
  ] as const) {
    answerWith(status, body);
    assert.equal((await sender.send(message)).outcome, 'not-now', `${status}`);
  }
});

test('Twilio asking for a pause is given it', async (t) => {
  const { sender, answerWith } = await world(t);
  answerWith(429, { code: 20429, message: 'Too Many Requests' }, { 'retry-after': '30' });
  assert.partialDeepStrictEqual(await sender.send(message), {
    outcome: 'not-now',
    code: '20429',
    retryAfter: seconds(30),
  });
});
