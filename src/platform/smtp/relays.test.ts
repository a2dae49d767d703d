import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { fakeClock } from '../../../test/support/clock.ts';
import { type Script, type ScriptedRelay, scriptedRelay } from '../../../test/support/scripted-relay.ts';
import { seconds } from '../../kernel/index.ts';
import { type FurtherRelay, type Mail, openMailer, type SmtpSettings } from './index.ts';

const mail: Mail = {
  from: { name: 'Lumen', address: 'noreply@ctl.io' },
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'ABCD-EFGH\n',
  html: '<p>ABCD-EFGH</p>',
  messageId: 'm-1@ctl.io',
};

const at = ({ port }: ScriptedRelay, name: string): SmtpSettings => ({
  host: '127.0.0.1',
  port,
  secure: false,
  requireTls: false,
  name,
});

/** A mailer with the relays `main` and `fallback`. */
async function twoRelays(t: TestContext, script: Script, change: Partial<SmtpSettings> = {}) {
  const [main, fallback] = [await scriptedRelay(t, script), await scriptedRelay(t)];
  const clock = fakeClock();
  const relays: FurtherRelay[] = [at(fallback, 'fallback')];
  const mailer = openMailer({ ...at(main, 'main'), ...change }, { relays, clock });
  t.after(() => mailer.close());
  return { main, fallback, mailer, clock };
}

for (const [what, script, change] of [
  ['refuses the greeting', { greeting: '554 no service' }, {}],
  ['breaks off before it greets', { greeting: 'hang up' }, {}],
  ['refuses to be told who we are', { ehlo: '421 4.3.2 shutting down' }, {}],
  ['does not offer TLS where that is required', {}, { requireTls: true }],
  ['does not let us sign in', { ehlo: '250-relay\n250 AUTH PLAIN' }, { user: 'lumen', password: 'wrong' }],
  ['wants us to sign in', { mail: '530 5.7.0 Authentication required' }, {}],
  ['goes away as the message begins', { mail: '421 4.3.2 shutting down' }, {}],
  ['breaks off before it takes the message', { rcpt: 'hang up' }, {}],
] as [string, Script, Partial<SmtpSettings>][]) {
  test(`a relay that ${what} is passed over for the next one within the same try`, async (t) => {
    const { mailer, main, fallback } = await twoRelays(t, script, change);
    const delivery = await mailer.send(mail);
    assert.deepEqual([delivery.outcome, delivery.server], ['accepted', 'fallback'], delivery.words);
    assert.deepEqual([main.mails.length, fallback.mails.length], [0, 1]);
  });
}

for (const [what, script, outcome] of [
  ['a refusal of the sender', { mail: '550 5.7.1 not you' }, 'refused'],
  ['a refusal of the recipient', { rcpt: '550 5.1.1 no such mailbox' }, 'refused'],
  ['a deferral of the recipient', { rcpt: '451 4.7.1 greylisted' }, 'not-now'],
  ['a relay that goes away over the recipient', { rcpt: '421 4.7.0 too many' }, 'not-now'],
  ['a refusal of the message', { taken: '554 5.7.1 spam' }, 'refused'],
  ['a refusal to be given the message', { data: '554 5.7.1 no' }, 'refused'],
] as [string, Script, string][]) {
  test(`${what} is the answer, and no other relay is asked`, async (t) => {
    const { mailer, fallback } = await twoRelays(t, script);
    const delivery = await mailer.send(mail);
    assert.deepEqual([delivery.outcome, delivery.server], [outcome, 'main']);
    assert.equal(fallback.connections(), 0);
  });
}

test('a message that may have been taken goes to no other relay in the same try, nor twice to this one', async (t) => {
  const { mailer, main, fallback } = await twoRelays(t, { taken: 'hang up' });
  const delivery = await mailer.send(mail);
  assert.deepEqual([delivery.outcome, delivery.server], ['not-now', 'main']);
  assert.deepEqual([main.mails.length, fallback.connections()], [1, 0]);
});

test('a relay that is down is not asked for each message, and is asked again after half a minute', async (t) => {
  const { mailer, main, fallback, clock } = await twoRelays(t, { greeting: '554 no service' });
  for (let count = 0; count < 3; count++) await mailer.send(mail);
  assert.equal(main.connections(), 1);
  clock.advance(seconds(30));
  await mailer.send(mail);
  assert.equal(main.connections(), 2);
  assert.equal(fallback.mails.length, 4);
});

test('a recipient over whom a relay breaks off does not make it pass for down', async (t) => {
  const { mailer, main } = await twoRelays(t, { rcpt: 'hang up' });
  for (let count = 0; count < 2; count++) await mailer.send(mail);
  assert.equal(main.heard.filter((line) => line.startsWith('RCPT')).length, 2);
});

test('where every relay is down one message at a time asks, and the others are told at once', async (t) => {
  const main = await scriptedRelay(t, { greeting: '554 no service' });
  const mailer = openMailer(at(main, 'main'), { clock: fakeClock() });
  t.after(() => mailer.close());
  assert.equal((await mailer.send(mail)).outcome, 'not-now');
  const deliveries = await Promise.all([1, 2, 3].map(() => mailer.send(mail)));
  assert.equal(main.connections(), 2);
  for (const { outcome, words } of deliveries) assert.deepEqual([outcome, words], ['not-now', 'no service']);
});

test('a relay for a domain is tried first for its recipients, and no other mail goes there', async (t) => {
  const [main, special, fallback] = [await scriptedRelay(t), await scriptedRelay(t), await scriptedRelay(t)];
  const relays = [at(fallback, 'fallback'), { ...at(special, 'special'), domains: ['example.com'] }];
  const mailer = openMailer(at(main, 'main'), { relays });
  t.after(() => mailer.close());
  const serverFor = async (to: string) => (await mailer.send({ ...mail, to })).server;
  assert.equal(await serverFor('ada@example.com'), 'special');
  assert.equal(await serverFor('ada@sub.example.com'), 'main');
  await special.stop();
  assert.equal(await serverFor('ada@example.com'), 'main');
  await main.stop();
  assert.equal(await serverFor('ada@example.com'), 'fallback');
});

for (const [command, script] of [
  ['EHLO', { ehlo: 'say nothing' }],
  ['MAIL', { mail: 'say nothing' }],
  ['RCPT', { rcpt: 'say nothing' }],
  ['DATA', { data: 'say nothing' }],
] as [string, Script][]) {
  test(`a relay that says nothing to ${command} for a minute is passed over for the next one`, async (t) => {
    const { mailer, main, fallback } = await twoRelays(t, script);
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const sending = mailer.send(mail);
    while (!main.heard.some((line) => line.startsWith(command))) await new Promise(setImmediate);
    t.mock.timers.tick(seconds(60));
    t.mock.timers.reset();
    const { outcome, server } = await sending;
    assert.deepEqual([outcome, server, fallback.mails.length], ['accepted', 'fallback', 1]);
  });
}

test('of many messages at once to a relay that is away one finds out, and the others do not wait in a row', async (t) => {
  const { mailer, main, fallback } = await twoRelays(t, { greeting: '421 4.3.2 not now' });
  const sending = Array.from({ length: 12 }, () => mailer.send(mail));
  const servers = (await Promise.all(sending)).map(({ server }) => server);
  assert.deepEqual(new Set(servers), new Set(['fallback']));
  assert.deepEqual([main.connections(), fallback.mails.length], [1, 12]);
});

test('a relay that lets in a few connections is given them one after another, and does not pass for down', async (t) => {
  const { mailer, main, fallback } = await twoRelays(t, { mostConnections: 2 });
  const sending = Array.from({ length: 12 }, (_, number) =>
    mailer.send({ ...mail, to: `ada-${number}@example.com` }),
  );
  const servers = (await Promise.all(sending)).map(({ server }) => server);
  assert.deepEqual(new Set(servers), new Set(['main']));
  assert.deepEqual([main.mails.length, fallback.connections()], [12, 0]);
});

test('the last byte of a message goes out when its turn has come, and not before', async (t) => {
  const { mailer, main } = await twoRelays(t, {});
  const turn = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<string>();
  const sending = mailer.send(mail, {
    turnOf: ({ name }) => ({
      begin() {
        asked.resolve(name);
        return turn.promise;
      },
      end: () => undefined,
    }),
  });
  assert.equal(await asked.promise, 'main');
  assert.ok(main.heard.includes('DATA'));
  assert.deepEqual(main.mails, []);
  turn.resolve();
  assert.equal((await sending).outcome, 'accepted');
});

test('a turn for a message that the relay has not taken is over, whether it was begun or not', async (t) => {
  for (const script of [{ rcpt: '550 5.1.1 no' }, { taken: 'hang up' }]) {
    const { mailer } = await twoRelays(t, script);
    let ended = 0;
    await mailer.send(mail, { turnOf: () => ({ begin: async () => undefined, end: () => void ended++ }) });
    assert.equal(ended, 1);
  }
});

test('the lines of a reply are joined, and its enhanced code is said once', async (t) => {
  const { mailer } = await twoRelays(t, {
    rcpt: '550-5.1.1 The mailbox\n550-5.1.1 does not\n550 5.1.1 exist.',
  });
  const { words } = await mailer.send(mail);
  assert.equal(words, '5.1.1 The mailbox does not exist.');
});

test('bounces go to the return path, and reports are asked for where the relay can give them', async (t) => {
  const followed: Mail = { ...mail, returnPath: 'bounce+1-a@b.example.com', reports: { envelopeId: 'a=1' } };
  const { mailer, main } = await twoRelays(t, { ehlo: '250-relay\n250 DSN' });
  assert.equal((await mailer.send(followed)).outcome, 'accepted');
  assert.deepEqual(main.heard.slice(1, 3), [
    'MAIL FROM:<bounce+1-a@b.example.com> RET=HDRS ENVID=a+3D1',
    'RCPT TO:<ada@example.com> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;ada@example.com',
  ]);
  const plain = await twoRelays(t, {});
  assert.equal((await plain.mailer.send(followed)).outcome, 'accepted');
  assert.deepEqual(plain.main.heard.slice(1, 3), [
    'MAIL FROM:<bounce+1-a@b.example.com>',
    'RCPT TO:<ada@example.com>',
  ]);
});

test('headers for providers are sent as they stand', async (t) => {
  const { mailer, main } = await twoRelays(t, {});
  await mailer.send({ ...mail, headers: { 'X-PM-Metadata-trace': 'abc-1-def' } });
  assert.match(main.mails[0] ?? '', /^X-PM-Metadata-trace: abc-1-def\r$/im);
  assert.match(main.mails[0] ?? '', /^Auto-Submitted: auto-generated\r$/m);
});
