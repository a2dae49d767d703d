import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { fakeClock } from '../../../../test/support/clock.ts';
import { standInGateway } from '../../../../test/support/stand-in-gateway.ts';
import { minutes, seconds } from '../../../kernel/index.ts';
import { openSmsSender } from '../index.ts';

const message = { id: 'm-1', to: '+15555550100', text: 'ABCD-EFGH is your token.', trace: 'abc-1-def' };

async function world(t: TestContext, { path = '/send', internalHosts = [] as string[] } = {}) {
  const gateway = await standInGateway(t);
  const sender = openSmsSender(
    { clock: fakeClock(), issuer: 'https://account.example.com' },
    {
      type: 'gateway',
      url: `${gateway.url}${path}`,
      internalHosts,
      allowedPrefixes: ['+1'],
      sign: ({ id, body }) => ({ 'webhook-id': id, 'webhook-signature': `signed ${id} ${body.length}` }),
    },
  );
  return { ...gateway, sender };
}

test('a gateway is handed the text, who it is for, and where to tell of it', async (t) => {
  const { sender, asked } = await world(t);
  assert.deepEqual(await sender.send(message), {
    outcome: 'accepted',
    code: '200',
    words: 'accepted',
    server: 'localhost',
  });
  assert.equal(asked[0]?.path, '/send');
  assert.deepEqual(JSON.parse(asked[0].body), {
    ...message,
    callback: 'https://account.example.com/webhooks/sms/gateway',
  });
});

test('a call is signed over exactly what is sent, under an id that the same try keeps', async (t) => {
  const { sender, asked } = await world(t);
  await sender.send(message);
  await sender.send(message);
  await sender.send({ ...message, trace: 'abc-2-xyz' });
  assert.deepEqual(
    asked.map(({ headers }) => headers['webhook-id']),
    ['msg_abc-1-def', 'msg_abc-1-def', 'msg_abc-2-xyz'],
  );
  const [first] = asked;
  assert.equal(first?.headers['webhook-signature'], `signed msg_abc-1-def ${first?.body.length}`);
});

test('what a gateway says of the text is told, in its own words made safe', async (t) => {
  const { sender, answerWith } = await world(t);
  answerWith(202, { outcome: 'accepted', id: 'provider-7' });
  assert.partialDeepStrictEqual(await sender.send(message), { outcome: 'accepted', words: 'provider-7' });
  answerWith(200, { outcome: 'refused', code: 17, reason: 'no\u0000 such\r\nnumber' });
  assert.partialDeepStrictEqual(await sender.send(message), {
    outcome: 'refused',
    what: 'bounced',
    code: '17',
    words: 'no such number',
  });
  answerWith(200, { outcome: 'blocked', reason: 'opted out' });
  assert.partialDeepStrictEqual(await sender.send(message), {
    outcome: 'refused',
    what: 'blocked',
    code: undefined,
    words: 'opted out',
  });
});

test('whatever is not an answer of the contract leaves the text to be tried again', async (t) => {
  const { sender, answerWith } = await world(t);
  const accepted = { outcome: 'accepted' };
  const answers: [number, unknown][] = [
    [200, 'no JSON'],
    [200, { outcome: 'perhaps' }],
    [200, { outcome: 'refused' }],
    [201, accepted],
    [400, { outcome: 'refused', reason: 'only a 200 refuses' }],
    [401, accepted],
    [429, accepted],
    [500, accepted],
    [503, accepted],
    [200, JSON.stringify({ ...accepted, padding: 'x'.repeat(20_000) })],
  ];
  for (const [status, body] of answers) {
    answerWith(status, body);
    assert.equal(
      (await sender.send(message)).outcome,
      'not-now',
      `${status} ${JSON.stringify(body).slice(0, 50)}`,
    );
  }
});

test('a gateway that redirects is not followed: a token goes to the configured address only', async (t) => {
  const { sender, asked, url, answerWith } = await world(t);
  answerWith(307, '', { location: `${url}/elsewhere` });
  assert.equal((await sender.send(message)).outcome, 'not-now');
  assert.deepEqual(
    asked.map(({ path }) => path),
    ['/send'],
  );
});

test('a gateway that is away, or says nothing at all, leaves the text to be tried again', async (t) => {
  const { sender, gateway, stop } = await world(t);
  gateway.answer = (response) => response.destroy();
  assert.equal((await sender.send(message)).outcome, 'not-now');
  await stop();
  assert.match((await sender.send(message)).words, /^The SMS gateway could not be reached/);
});

test('a gateway that does not answer in time is not waited for', async (t) => {
  const { sender, gateway } = await world(t);
  t.mock.method(AbortSignal, 'timeout', () => AbortSignal.abort(new DOMException('', 'TimeoutError')));
  gateway.answer = () => undefined;
  assert.deepEqual(await sender.send(message), {
    outcome: 'not-now',
    words: 'The SMS gateway did not answer in time.',
  });
});

test('a gateway inside the network is called only where its host is listed', async (t) => {
  const gateway = await standInGateway(t);
  const { port } = new URL(gateway.url);
  const settings = { type: 'gateway' as const, allowedPrefixes: ['+1'], sign: () => ({}) };
  const to = (internalHosts: string[]) =>
    openSmsSender(
      { clock: fakeClock(), issuer: 'https://account.example.com' },
      { ...settings, url: `http://0.0.0.0:${port}/`, internalHosts },
    );
  assert.equal((await to([]).send(message)).outcome, 'not-now');
  assert.equal(gateway.asked.length, 0);
  assert.equal((await to(['0.0.0.0']).send(message)).outcome, 'accepted');
});

test('a gateway that asks for a pause is given it, but not for longer than a token lives', async (t) => {
  const { sender, answerWith } = await world(t);
  const pauseFor = async (header: string) => {
    answerWith(503, {}, { 'retry-after': header });
    const delivery = await sender.send(message);
    return delivery.outcome === 'not-now' ? delivery.retryAfter : assert.fail();
  };
  assert.equal(await pauseFor('45'), seconds(45));
  assert.equal(await pauseFor('Mon, 04 May 2026 09:01:00 GMT'), minutes(1));
  assert.equal(await pauseFor('86400'), minutes(5));
  for (const nothing of ['0', '-5', 'soon', 'Mon, 04 May 2026 08:00:00 GMT', '1e3']) {
    assert.equal(await pauseFor(nothing), undefined, nothing);
  }
});
