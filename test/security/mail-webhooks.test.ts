// THREATS 11, 29, 39, 40, 41: what providers tell is believed only where it is theirs, fresh and about a mail of ours.
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { serve } from '@hono/node-server';
import {
  deliveryWebhooks,
  type WebhookSettings,
  webhookHeaders,
} from '../../src/entrypoints/delivery-webhooks/index.ts';
import { migrations as accounts } from '../../src/features/accounts/index.ts';
import { migrations as messages, recordMessage } from '../../src/features/messages/index.ts';
import { migrations as throttle } from '../../src/features/throttle/index.ts';
import { days, minutes } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { someMorning } from '../support/clock.ts';
import { eachDatabase as eachDatabaseWith } from '../support/databases.ts';
import {
  certificateUrl,
  mailgunCall,
  mailgunEvent,
  networkOutside,
  type ProviderCall,
  postmarkBounce,
  postmarkCall,
  postmarkDelivery,
  sendgridCall,
  sendgridEvent,
  sesBounce,
  sesDelivery,
  snsCall,
  subscriptionCall,
  webhookSettings,
} from '../support/provider-calls.ts';
import { sendingNode } from '../support/sending-node.ts';
import { aWorld } from '../support/world.ts';

const migrations = [...accounts, ...messages, ...throttle];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

interface WorldSettings {
  webhooks?: WebhookSettings;
  /** The connection of the webhooks, where it is another one. */
  webhooksDb?: Db;
}

/** A node that sends mail and is told what became of it, with everything that it logs. */
async function world(
  db: Db,
  t: TestContext,
  { webhooks = webhookSettings, webhooksDb = db }: WorldSettings = {},
) {
  const node = sendingNode(db);
  const outside = networkOutside();
  const logged: unknown[] = [];
  const say = (...line: unknown[]) => void logged.push(line);
  const app = deliveryWebhooks({
    ...node.deps,
    db: webhooksDb,
    webhooks,
    log: { info: say, warn: say, error: say },
    fetchAddress: outside.fetchAddress,
  });
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;

  /** Sends a mail; answers with its id, and the trace that the providers find in its headers. */
  async function sentMail() {
    const headersFor = webhookHeaders(webhookSettings);
    Object.assign(node.deps, { follow: (trace: string) => ({ headers: headersFor(trace) }) });
    const { id } = await recordMessage(node.deps, {
      kind: 'account-created',
      // Each to somebody else: nobody is written to again where a mailbox is known not to be there.
      to: `ada-${node.sent.length}@example.com`,
      about: 'account:ada',
      fields: { firstName: 'Ada' },
    });
    await node.send();
    return { id, trace: node.sent.at(-1)?.headers?.['X-PM-Metadata-trace'] ?? '' };
  }
  const post = (provider: string, { headers, body }: ProviderCall) =>
    fetch(`http://127.0.0.1:${port}/webhooks/mail/${provider}`, { method: 'POST', headers, body });
  const stateOf = async (id: string) =>
    (await db.selectFrom('messages').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;
  const heardOf = (id: string) =>
    db
      .selectFrom('messageEvents')
      .selectAll()
      .where('messageId', '=', id)
      .where('wordKey', 'is not', null)
      .execute();
  return { ...outside, ...node, port, logged, sentMail, post, stateOf, heardOf };
}

type Tell = (trace: string, at?: number) => ProviderCall;
interface Teller {
  delayed: Tell;
  delivered: Tell;
  bounced: Tell;
}

/** Each provider telling the three things that may become of a mail. */
const tellers: Record<string, Teller> = {
  'amazon-ses': {
    delayed: (trace, at) =>
      snsCall(JSON.stringify(sesBounce(trace, { ...(at && { at }), action: 'delayed' })), at ? { at } : {}),
    delivered: (trace, at) => snsCall(JSON.stringify(sesDelivery(trace, at)), at ? { at } : {}),
    bounced: (trace, at) => snsCall(JSON.stringify(sesBounce(trace, at ? { at } : {})), at ? { at } : {}),
  },
  sendgrid: {
    delayed: (trace, at) =>
      sendgridCall([sendgridEvent(trace, 'deferred', at ? { at } : {})], at ? { at } : {}),
    delivered: (trace, at) =>
      sendgridCall([sendgridEvent(trace, 'delivered', at ? { at } : {})], at ? { at } : {}),
    bounced: (trace, at) =>
      sendgridCall([sendgridEvent(trace, 'bounce', at ? { at } : {})], at ? { at } : {}),
  },
  postmark: {
    delayed: (trace, at) => postmarkCall(postmarkBounce(trace, { type: 'Transient', ...(at && { at }) })),
    delivered: (trace, at) => postmarkCall(postmarkDelivery(trace, at)),
    bounced: (trace, at) => postmarkCall(postmarkBounce(trace, at ? { at } : {})),
  },
  mailgun: {
    delayed: (trace, at) =>
      mailgunCall(mailgunEvent(trace, 'failed', { severity: 'temporary' }), at ? { at } : {}),
    delivered: (trace, at) => mailgunCall(mailgunEvent(trace, 'delivered'), at ? { at } : {}),
    bounced: (trace, at) =>
      mailgunCall(mailgunEvent(trace, 'failed', { severity: 'permanent' }), at ? { at } : {}),
  },
};
const providers = Object.entries(tellers);

const orders = [
  ['delayed', 'delivered', 'bounced'],
  ['delayed', 'bounced', 'delivered'],
  ['delivered', 'delayed', 'bounced'],
  ['delivered', 'bounced', 'delayed'],
  ['bounced', 'delayed', 'delivered'],
  ['bounced', 'delivered', 'delayed'],
] as const;

eachDatabase(
  'in whatever order words come, and however often, a message ends the same',
  async ({ db }, t) => {
    const { sentMail, post, stateOf, heardOf } = await world(db, t);
    for (const [provider, teller] of providers) {
      for (const order of orders) {
        const { id, trace } = await sentMail();
        const calls = order.map((what) => teller[what](trace));
        for (const call of [...calls, ...calls]) assert.equal((await post(provider, call)).status, 200);
        assert.equal(await stateOf(id), 'bounced', `${provider}: ${order}`);
        assert.equal((await heardOf(id)).length, 3, `${provider}: ${order}`);
      }
    }
  },
);

eachDatabase('a call that comes thirty times at once says one thing', async ({ db }, t) => {
  const { sentMail, post, stateOf, heardOf } = await world(db, t);
  for (const [provider, { bounced }] of providers) {
    const { id, trace } = await sentMail();
    const call = bounced(trace);
    const answers = await Promise.all(Array.from({ length: 30 }, () => post(provider, call)));
    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal(await stateOf(id), 'bounced');
    assert.equal((await heardOf(id)).length, 1);
  }
});

eachDatabase(
  'a forged call changes nothing, whichever provider it pretends to come from',
  async ({ db }, t) => {
    const { sentMail, post, stateOf, heardOf } = await world(db, t);
    const { id, trace } = await sentMail();
    const bounce = JSON.stringify(sesBounce(trace));
    const forged: [provider: string, call: ProviderCall][] = [
      ['amazon-ses', snsCall('{}', { forged: { Message: bounce } })],
      [
        'amazon-ses',
        snsCall(bounce, { fields: { TopicArn: 'arn:aws:sns:eu-west-1:999999999999:delivery' } }),
      ],
      ['sendgrid', sendgridCall([sendgridEvent(trace, 'bounce')], { signedBody: '[]' })],
      ['sendgrid', { ...sendgridCall([sendgridEvent(trace, 'bounce')]), headers: {} }],
      ['postmark', postmarkCall(postmarkBounce(trace), { password: 'a-long-password-of-nobody' })],
      ['postmark', { ...postmarkCall(postmarkBounce(trace)), headers: {} }],
      ['mailgun', mailgunCall(mailgunEvent(trace, 'failed'), { key: 'a-signing-key-of-nobody' })],
      // What one provider has signed is nothing to another.
      ['mailgun', sendgridCall([sendgridEvent(trace, 'bounce')])],
      ['sendgrid', mailgunCall(mailgunEvent(trace, 'failed'))],
    ];
    for (const [provider, call] of forged) {
      const { status } = await post(provider, call);
      assert.ok(status === 401 || status === 400, `${provider}: ${status}`);
    }
    assert.equal(await stateOf(id), 'sent');
    assert.deepEqual(await heardOf(id), []);
  },
);

eachDatabase('an old call that is repeated changes nothing, nor one from the future', async ({ db }, t) => {
  const { sentMail, post, stateOf, clock } = await world(db, t);
  const { id, trace } = await sentMail();
  for (const [provider, { bounced }] of providers) {
    for (const at of [clock.now() - days(2), clock.now() + minutes(6)])
      assert.equal((await post(provider, bounced(trace, at))).status, 403, provider);
    const kept = bounced(trace);
    clock.advance(days(2));
    assert.equal((await post(provider, kept)).status, 403, provider);
    clock.set(someMorning);
  }
  assert.equal(await stateOf(id), 'sent');
});

eachDatabase('a signed call about a mail that is not ours is acknowledged and dropped', async ({ db }, t) => {
  const { sentMail, post, stateOf, heardOf } = await world(db, t);
  const { id, trace } = await sentMail();
  const [own = '', number = '', proof = ''] = trace.split('-');
  const another = own.replace(/./, (digit) => (digit === '0' ? '1' : '0'));
  const notOurs = [
    '',
    'a',
    `${another}-${number}-${proof}`,
    `${own}-2-${proof}`,
    `${trace}0`,
    '../'.repeat(100),
  ];
  for (const [provider, { bounced }] of providers) {
    for (const other of notOurs) assert.equal((await post(provider, bounced(other))).status, 200, provider);
  }
  assert.equal(await stateOf(id), 'sent');
  assert.deepEqual(await heardOf(id), []);
});

eachDatabase('a provider that is not configured has no address', async ({ db }, t) => {
  const { post, logged } = await world(db, t, { webhooks: { mailgun: webhookSettings.mailgun } });
  for (const [provider, { bounced }] of providers) {
    const { status } = await post(provider, bounced('a'));
    assert.equal(status, provider === 'mailgun' ? 200 : 404, provider);
  }
  for (const provider of ['constructor', 'amazonSes', '..%2fmailgun', 'MAILGUN'])
    assert.equal((await post(provider, mailgunCall({}))).status, 404, provider);
  assert.equal(logged.length, 1);
});

eachDatabase(
  'while the database is away a provider is told to come again, and then heard',
  async (fresh, t) => {
    const { db, open } = fresh;
    const { sentMail, stateOf, post } = await world(db, t);
    const gone = open();
    await gone.selectFrom('messages').select('id').execute();
    await gone.destroy();
    const away = await world(db, t, { webhooksDb: gone });
    for (const [provider, { bounced }] of providers) {
      const { id, trace } = await sentMail();
      const call = bounced(trace);
      const answer = await away.post(provider, call);
      assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '60']);
      const log = inspect(away.logged.splice(0), { depth: null });
      assert.match(log, /A delivery webhook failed/);
      assert.ok(!log.includes(trace) && !log.includes(call.body), provider);
      assert.equal(await stateOf(id), 'sent');
      assert.equal((await post(provider, call)).status, 200);
      assert.equal(await stateOf(id), 'bounced');
    }
  },
);

eachDatabase('an address inside, or of anybody but Amazon, is never called', async ({ db }, t) => {
  const { post, asked } = await world(db, t);
  const elsewhere = [
    'http://169.254.169.254/latest/meta-data/a.pem',
    'https://localhost/a.pem',
    'https://127.0.0.1/a.pem',
    'https://sns.eu-west-1.amazonaws.com.example.com/a.pem',
    'https://example.com/sns.eu-west-1.amazonaws.com/a.pem',
    'file:///etc/ssl/a.pem',
  ];
  for (const address of elsewhere) {
    const call = snsCall('{}', { forged: { SigningCertURL: address } });
    assert.equal((await post('amazon-ses', call)).status, 401, address);
  }
  assert.deepEqual(asked, []);
  for (const SubscribeURL of elsewhere)
    assert.equal((await post('amazon-ses', subscriptionCall({ fields: { SubscribeURL } }))).status, 401);
  assert.deepEqual(asked, [certificateUrl]);
});

eachDatabase(
  'a body that is too large, too deep or too long is refused, and the rest goes on',
  async ({ db }, t) => {
    const { sentMail, post, stateOf, port } = await world(db, t);
    const { id, trace } = await sentMail();
    const large = ' '.repeat(1024 * 1024 + 1);
    const deep = `${'['.repeat(1000)}${']'.repeat(1000)}`;
    const long = JSON.stringify(Array.from({ length: 1001 }, () => sendgridEvent(trace, 'bounce')));
    for (const [provider] of providers) {
      const pieces = { method: 'POST', body: new Blob([large]).stream(), duplex: 'half' } as const;
      const calls = await Promise.allSettled([
        post(provider, { headers: { connection: 'close' }, body: large }),
        fetch(`http://127.0.0.1:${port}/webhooks/mail/${provider}`, {
          ...pieces,
          headers: { connection: 'close' },
        }),
      ]);
      // The connection is closed on whoever is still sending.
      for (const call of calls)
        assert.equal(call.status === 'fulfilled' ? call.value.status : 413, 413, provider);
    }
    for (const body of [deep, long]) assert.equal((await post('sendgrid', sendgridCall(body))).status, 400);
    for (const provider of ['amazon-ses', 'mailgun'])
      assert.equal((await post(provider, { headers: {}, body: deep })).status, 400);
    assert.equal(await stateOf(id), 'sent');
  },
);

eachDatabase('of a thousand events in one call ours is filed', async ({ db }, t) => {
  const { sentMail, post, stateOf } = await world(db, t);
  const { id, trace } = await sentMail();
  const others = Array.from({ length: 999 }, (_, number) => sendgridEvent(`${number}`, 'bounce'));
  assert.equal(
    (await post('sendgrid', sendgridCall([...others, sendgridEvent(trace, 'bounce')]))).status,
    200,
  );
  assert.equal(await stateOf(id), 'bounced');
});

eachDatabase('fields that are nobody’s to send are ignored, and times that are none', async ({ db }, t) => {
  const { sentMail, post, stateOf, heardOf } = await world(db, t);
  const { id, trace } = await sentMail();
  const extra = { messageId: 'another', state: 'blocked', try: 7, source: 'operator', __proto__: null };
  await post('sendgrid', sendgridCall([sendgridEvent(trace, 'delivered', extra)]));
  assert.deepEqual(
    (await heardOf(id)).map(({ what, source, try: number }) => [what, source, number]),
    [['delivered', 'sendgrid', 1]],
  );
  for (const timestamp of [-1, 1e300, '1513299569', null, Number.NaN]) {
    const events = [sendgridEvent(trace, 'bounce', { timestamp })];
    assert.equal((await post('sendgrid', sendgridCall(events))).status, 200);
    assert.equal(
      (await post('mailgun', mailgunCall(mailgunEvent(trace, 'rejected', { timestamp })))).status,
      200,
    );
  }
  assert.equal(await stateOf(id), 'sent');
});

eachDatabase(
  'words are stored as they are, made safe, and nothing of a call is in the log',
  async ({ db }, t) => {
    const { sentMail, post, heardOf, logged } = await world(db, t);
    const { id, trace } = await sentMail();
    const nasty = `5.1.1 canary <script>alert(1)</script>\r\nBcc: x\u0000\ud800'; drop table messages; --${'x'.repeat(5000)}`;
    const calls: [string, ProviderCall][] = [
      ['amazon-ses', snsCall(JSON.stringify(sesBounce(trace, { diagnosticCode: nasty, status: nasty })))],
      [
        'sendgrid',
        sendgridCall([sendgridEvent(trace, 'bounce', { reason: nasty, status: nasty, attempt: nasty })]),
      ],
      ['postmark', postmarkCall({ ...postmarkBounce(trace), Details: nasty })],
      [
        'mailgun',
        mailgunCall(
          mailgunEvent(trace, 'failed', {
            severity: 'permanent',
            'delivery-status': { message: nasty, 'mx-host': nasty, 'enhanced-code': nasty },
          }),
        ),
      ],
      ['mailgun', mailgunCall({ canary: 'canary' }, { key: 'another-key-canary' })],
      ['postmark', postmarkCall({ canary: 'canary' }, { password: 'canary' })],
      ['sendgrid', { headers: { 'x-twilio-email-event-webhook-signature': 'canary' }, body: 'canary' }],
      ['amazon-ses', { headers: { cookie: 'canary' }, body: '{"canary":1}' }],
    ];
    const statuses = [];
    for (const [provider, call] of calls) statuses.push((await post(provider, call)).status);
    assert.deepEqual(statuses, [200, 200, 200, 200, 401, 401, 401, 400]);
    const events = await heardOf(id);
    assert.equal(events.length, 4);
    for (const { words } of events) {
      assert.match(
        words ?? '',
        /^5\.1\.1 canary <script>alert\(1\)<\/script> Bcc: x .*'; drop table messages; --x+…$/u,
      );
      assert.ok((words ?? '').length <= 300);
    }
    assert.equal(logged.length, calls.length);
    const log = inspect(logged, { depth: null });
    for (const secret of [
      'canary',
      trace,
      webhookSettings.postmark.password,
      webhookSettings.mailgun.signingKey,
    ])
      assert.ok(!log.includes(secret), secret);
    for (const [, { headers }] of calls) {
      const signature = headers['authorization'] ?? headers['x-twilio-email-event-webhook-signature'];
      if (signature) assert.ok(!log.includes(signature));
    }
  },
);

test('a provider reaches Master Account without a page, a cookie or a form', async (t) => {
  const { issuer } = await aWorld(t, (input) => ({
    ...input,
    mail: { ...input.mail, webhooks: { mailgun: webhookSettings.mailgun } },
  }));
  const { headers, body } = mailgunCall(mailgunEvent('a', 'delivered'), { at: Date.now() });
  const call = (provider: string) =>
    fetch(`${issuer}/webhooks/mail/${provider}`, { method: 'POST', headers, body });
  const answer = await call('mailgun');
  assert.deepEqual([answer.status, answer.headers.get('set-cookie')], [200, null]);
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  assert.equal((await call('sendgrid')).status, 404);
});
