// THREATS 29, 31, 41: only the configured gateway says what became of a text, once, in whatever order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { smsSecretOf } from '../../demo/demo-secrets.ts';
import { smsWebhooks } from '../../src/entrypoints/sms-webhooks/index.ts';
import { migrations as accounts } from '../../src/features/accounts/index.ts';
import { migrations as messages, recordMessage } from '../../src/features/messages/index.ts';
import { migrations as throttle } from '../../src/features/throttle/index.ts';
import { minutes, seconds } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { twilioSignature } from '../../src/platform/sms/index.ts';
import { eachDatabase as eachDatabaseWith } from '../support/databases.ts';
import { phoneToken, textingNode } from '../support/texting-node.ts';
import { aWorld } from '../support/world.ts';

const migrations = [...accounts, ...messages, ...throttle];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

const issuer = 'https://account.example.com';
const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const authToken = 'twilio-auth-token-of-ours';

/** A text that was sent, and the ways in for gateways. */
async function world(db: Db, sms: Parameters<typeof smsWebhooks>[0]['sms']) {
  const node = textingNode(db);
  const { deps, clock } = node;
  const { id } = await recordMessage(deps, phoneToken('+15555550100', clock.now()));
  await node.send();
  const logged: unknown[] = [];
  const log = { warn: (line: unknown) => logged.push(line), error: (line: unknown) => logged.push(line) };
  const way = { ...deps, issuer, sms, log };
  const app = smsWebhooks(way);
  const post = (path: string, body: string, headers: Record<string, string>) =>
    app.request(path, { method: 'POST', body, headers });
  return {
    ...node,
    way,
    logged,
    post,
    trace: node.texts[0]?.trace ?? '',
    message: () => db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    /** What was learned from others. */
    words: () =>
      db.selectFrom('messageEvents').selectAll().where('wordKey', 'is not', null).orderBy('at').execute(),
  };
}

async function gatewayWorld(db: Db) {
  const made = await world(db, { type: 'gateway', secret });
  const bodyOf = (said: object) =>
    JSON.stringify({
      trace: made.trace,
      status: 'delivered',
      at: new Date(made.clock.now()).toISOString(),
      eventId: 'event-1',
      ...said,
    });
  const signed = (body: string, key = secret) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(made.clock.now() / 1000),
    'webhook-signature': new Webhook(key).sign('msg_1', new Date(made.clock.now()), body),
  });
  const tell = (said: object) => {
    const body = bodyOf(said);
    return made.post('/webhooks/sms/gateway', body, signed(body));
  };
  return { ...made, bodyOf, signed, tell };
}

async function twilioWorld(db: Db) {
  const made = await world(db, { type: 'twilio', authToken });
  const path = `/webhooks/sms/twilio?trace=${made.trace}`;
  const signed = (fields: URLSearchParams, key = authToken, url = `${issuer}${path}`) => ({
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': twilioSignature(key, { url, fields }),
  });
  const tell = (said: Record<string, string>) => {
    const fields = new URLSearchParams({ MessageSid: 'SM1', AccountSid: 'AC1', To: '+15555550100', ...said });
    return made.post(path, fields.toString(), signed(fields));
  };
  return { ...made, path, signed, tell };
}

eachDatabase('what a gateway says of a text is its state, with the gateway’s own words', async ({ db }) => {
  const { tell, message, words, clock } = await gatewayWorld(db);
  clock.advance(seconds(30));
  for (const [index, [status, state]] of (
    [
      ['delayed', 'delayed'],
      ['delivered', 'sent'],
      ['undeliverable', 'bounced'],
    ] as const
  ).entries()) {
    const answer = await tell({ status, eventId: `event-${index}`, code: 7, reason: 'no such <b>phone</b>' });
    assert.deepEqual([answer.status, await answer.json()], [200, { filed: 'filed' }]);
    assert.equal((await message()).state, state);
  }
  assert.partialDeepStrictEqual((await words()).at(-1), {
    source: 'sms-gateway',
    code: '7',
    words: 'no such <b>phone</b>',
    at: clock.now(),
  });
});

eachDatabase('a text that a gateway says is blocked, is blocked', async ({ db }) => {
  const { tell, message } = await gatewayWorld(db);
  await tell({ status: 'blocked', reason: 'opted out' });
  assert.equal((await message()).state, 'blocked');
});

eachDatabase(
  'a word that a gateway repeats is filed once, and one that comes late changes nothing back',
  async ({ db }) => {
    const { tell, message, words } = await gatewayWorld(db);
    await tell({ status: 'undeliverable', eventId: 'event-2' });
    const again = await Promise.all(
      Array.from({ length: 10 }, async () =>
        (await tell({ status: 'undeliverable', eventId: 'event-2' })).json(),
      ),
    );
    assert.ok(again.every((answer) => JSON.stringify(answer) === '{"filed":"repeated"}'));
    await tell({ status: 'delivered', eventId: 'event-1' });
    assert.equal((await message()).state, 'bounced');
    assert.equal((await words()).length, 2);
  },
);

eachDatabase('a call that the gateway has not signed, or long ago, changes nothing', async ({ db }) => {
  const { bodyOf, signed, post, words, clock, logged } = await gatewayWorld(db);
  const body = bodyOf({ status: 'undeliverable' });
  const path = '/webhooks/sms/gateway';
  const other = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
  const old = signed(body);
  const statuses = [
    await post(path, body, {}),
    await post(path, body, signed(body, other)),
    await post(path, bodyOf({ status: 'blocked' }), signed(body)),
    await post(path, body, { ...signed(body), 'webhook-id': 'msg_2' }),
  ].map(({ status }) => status);
  clock.advance(minutes(6));
  statuses.push((await post(path, body, old)).status);
  assert.deepEqual(statuses, [401, 401, 401, 401, 401]);
  assert.deepEqual(await words(), []);
  assert.doesNotMatch(JSON.stringify(logged), /whsec_|5555550100|ABCD-EFGH/);
});

eachDatabase('a signed call that is not what the contract says is refused as such', async ({ db }) => {
  const { bodyOf, signed, post, words } = await gatewayWorld(db);
  for (const body of [
    '',
    'no JSON',
    '[]',
    'null',
    bodyOf({ status: 'sent' }),
    bodyOf({ at: 'yesterday' }),
    bodyOf({ eventId: '' }),
    bodyOf({ trace: ['x'] }),
    // A call of ours, sent back to us.
    JSON.stringify({ id: 'm-1', to: '+1', text: 'x', trace: 'x', callback: 'x' }),
  ]) {
    assert.equal((await post('/webhooks/sms/gateway', body, signed(body))).status, 400, body);
  }
  const large = bodyOf({ reason: 'x'.repeat(20_000) });
  assert.equal((await post('/webhooks/sms/gateway', large, signed(large))).status, 413);
  assert.deepEqual(await words(), []);
});

eachDatabase(
  'a word about a message that is not ours, or no longer there, is taken and changes nothing',
  async ({ db }) => {
    const { tell, trace, words } = await gatewayWorld(db);
    for (const foreign of ['x', `${trace}x`, trace.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))]) {
      assert.deepEqual(await (await tell({ trace: foreign })).json(), { filed: 'unknown' });
    }
    assert.deepEqual(await words(), []);
  },
);

eachDatabase('only the configured gateway has a way in', async ({ db }) => {
  const ofGateway = await gatewayWorld(db);
  assert.equal((await ofGateway.post('/webhooks/sms/twilio?trace=x', '', {})).status, 404);
  const twilio = smsWebhooks({ ...ofGateway.way, sms: { type: 'twilio', authToken } });
  const body = ofGateway.bodyOf({});
  const call = { method: 'POST', body, headers: ofGateway.signed(body) };
  assert.equal((await twilio.request('/webhooks/sms/gateway', call)).status, 404);
  const none = smsWebhooks({ ...ofGateway.way, sms: undefined });
  assert.equal((await none.request('/webhooks/sms/gateway', call)).status, 404);
});

eachDatabase('where the database is away the gateway is asked to say it again', async ({ db }) => {
  const { way, bodyOf, signed } = await gatewayWorld(db);
  const away = new Proxy(db, {
    get() {
      throw new Error('The database is away.');
    },
  });
  const body = bodyOf({});
  const answer = await smsWebhooks({ ...way, db: away }).request('/webhooks/sms/gateway', {
    method: 'POST',
    body,
    headers: signed(body),
  });
  assert.equal(answer.status, 503);
  assert.doesNotMatch(await answer.text(), /database/i);
});

eachDatabase('what Twilio says of a text is its state, in words for the person', async ({ db }) => {
  const { tell, message, words } = await twilioWorld(db);
  for (const MessageStatus of ['accepted', 'queued', 'sending', 'sent']) {
    assert.equal((await tell({ MessageStatus })).status, 204);
  }
  assert.deepEqual(await words(), [], 'nothing that we do not know');
  await tell({ MessageStatus: 'delivered' });
  assert.equal((await message()).state, 'sent');
  await tell({ MessageStatus: 'undelivered', ErrorCode: '30003' });
  assert.equal((await message()).state, 'bounced');
  assert.deepEqual(
    (await words()).map(({ what, source, code, words: said }) => [what, source, code, said]).sort(),
    [
      ['bounced', 'twilio', '30003', 'The phone is switched off or out of reach.'],
      ['delivered', 'twilio', null, null],
    ],
  );
});

eachDatabase(
  'what Twilio says a carrier filters is blocked, and a code that we do not know is named',
  async ({ db }) => {
    const { tell, message, words } = await twilioWorld(db);
    await tell({ MessageStatus: 'undelivered', ErrorCode: '30007' });
    assert.equal((await message()).state, 'blocked');
    await tell({ MessageStatus: 'failed', ErrorCode: '39999' });
    assert.ok((await words()).some(({ words: said }) => said === 'Twilio says error 39999.'));
  },
);

eachDatabase('a callback of Twilio that comes twenty times is filed once', async ({ db }) => {
  const { tell, words } = await twilioWorld(db);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => tell({ MessageStatus: 'undelivered', ErrorCode: '30005' })),
  );
  assert.ok(answers.every(({ status }) => status === 204));
  assert.equal((await words()).length, 1);
});

eachDatabase('a callback that Twilio has not signed for our own address changes nothing', async ({ db }) => {
  const { path, signed, post, words, trace, message } = await twilioWorld(db);
  const fields = new URLSearchParams({ MessageSid: 'SM1', MessageStatus: 'failed' });
  const body = fields.toString();
  const evil = signed(fields, authToken, `https://evil.example${path}`);
  const forgeries: [string, string, Record<string, string>][] = [
    [path, body, {}],
    [path, body, signed(fields, 'another-auth-token-than-ours')],
    [path, `${body}&ErrorCode=30007`, signed(fields)],
    [path, body, { ...evil, host: 'evil.example', 'x-forwarded-host': 'evil.example' }],
    [`/webhooks/sms/twilio?trace=${trace.replace('-1-', '-2-')}`, body, signed(fields)],
  ];
  for (const [index, [where, what, headers]] of forgeries.entries()) {
    assert.equal((await post(where, what, headers)).status, 401, String(index));
  }
  assert.deepEqual(await words(), []);
  assert.equal((await message()).state, 'sent');
  const empty = new URLSearchParams();
  assert.equal((await post(path, '', signed(empty))).status, 400);
  const large = new URLSearchParams({ MessageSid: 'x'.repeat(20_000) });
  assert.equal((await post(path, large.toString(), signed(large))).status, 413);
});

test('the running application takes the word of its gateway, and of nobody else', async (t) => {
  const { issuer, dataDirectory } = await aWorld(t);
  const now = new Date();
  const body = JSON.stringify({
    trace: 'x',
    status: 'delivered',
    at: now.toISOString(),
    eventId: 'event-1',
  });
  const tell = async (key: string) => {
    const answer = await fetch(`${issuer}/webhooks/sms/gateway`, {
      method: 'POST',
      body,
      headers: {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(key).sign('msg_1', now, body),
      },
    });
    return [answer.status, await answer.json()];
  };
  assert.deepEqual(await tell(smsSecretOf(dataDirectory)), [200, { filed: 'unknown' }]);
  assert.equal((await tell(secret))[0], 401);
});
