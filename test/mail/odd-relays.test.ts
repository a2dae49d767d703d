// Relays that misbehave: whatever they do, the message has a clear state and waits for its next try.
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { days } from '../../src/kernel/index.ts';
import { type Script, scriptedRelay } from '../support/scripted-relay.ts';
import { aSender } from './sender.ts';

/** Sends one message to a relay that says what the script tells. */
async function sentTo(t: TestContext, script: Script, change: { requireTls?: boolean } = {}) {
  const relay = await scriptedRelay(t, script);
  const sender = await aSender(t, { port: relay.port, ...change });
  const id = await sender.sendTo('ada@example.com');
  return { relay, sender, id, state: (await sender.message(id)).state };
}

for (const stage of ['greeting', 'ehlo', 'mail', 'rcpt', 'data'] as const) {
  test(`a relay that resets the connection over ${stage} has nothing, and the message is tried again`, async (t) => {
    const { relay, state, id, sender } = await sentTo(t, { [stage]: 'reset' });
    assert.equal(state, 'deferred');
    assert.deepEqual(relay.mails, []);
    assert.deepEqual((await sender.report(id)).state, 'waiting');
  });
}

test('a relay that resets the connection after the final dot may have the message: tried again later, not at once', async (t) => {
  const { relay, state } = await sentTo(t, { taken: 'reset' });
  assert.deepEqual([state, relay.mails.length], ['deferred', 1]);
});

test('a relay that answers DATA with 250 is given nothing of the message, and told so at once', async (t) => {
  const { relay, state, sender, id } = await sentTo(t, { data: '250 2.0.0 ok' });
  assert.equal(state, 'deferred');
  const [{ words } = { words: '' }] = await sender.history(id);
  assert.match(words ?? '', /its answer to DATA was not 354, but 250 2\.0\.0 ok/);
  assert.equal(relay.heard.at(-1), 'DATA');
});

for (const [what, starttls, words] of [
  ['refuses TLS that it has offered', '454 4.7.0 TLS is not available', /TLS/i],
  ['says something else than TLS', '220 go on', /TLS|SSL|record|disconnected|closed/i],
] as [string, string, RegExp][]) {
  for (const requireTls of [true, false]) {
    test(`a relay that ${what} is told of no message in plain text (TLS ${requireTls ? '' : 'not '}required)`, async (t) => {
      const ehlo = '250-relay\n250 STARTTLS';
      const script = { ehlo, starttls, afterStarttls: '220 this is no TLS' };
      const { relay, state, sender, id } = await sentTo(t, script, { requireTls });
      assert.equal(state, 'deferred');
      assert.match((await sender.history(id))[0]?.words ?? '', words);
      assert.ok(!relay.heard.some((line) => line.startsWith('MAIL')));
    });
  }
}

for (const requireTls of [true, false]) {
  test(`a relay whose certificate nobody vouches for gets no mail (TLS ${requireTls ? '' : 'not '}required)`, async (t) => {
    let mails = 0;
    const server = new SMTPServer({
      authOptional: true,
      onMailFrom(_, __, done) {
        mails += 1;
        done();
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => new Promise<void>((resolve) => server.close(resolve)));
    const { port } = server.server.address() as AddressInfo;
    const sender = await aSender(t, { port, requireTls });
    const id = await sender.sendTo('ada@example.com');
    assert.equal((await sender.message(id)).state, 'deferred');
    assert.match((await sender.history(id))[0]?.words ?? '', /certificate/i);
    assert.equal(mails, 0);
  });
}

test('nothing odd of a reply reaches the database or the report', async (t) => {
  const rcpt = '550 5.1.1 no\0 such \x1b[31mbox\x07 \u202e\x85 here';
  const { state, sender, id } = await sentTo(t, { rcpt });
  assert.equal(state, 'bounced');
  const [{ words } = { words: '' }] = await sender.history(id);
  const { reason } = await sender.report(id);
  for (const text of [words ?? '', reason ?? '']) assert.doesNotMatch(text, /[\p{Cc}\p{Cf}]/u);
  assert.match(reason ?? '', /such/);
});

test('a reply without end is not listened to for long', async (t) => {
  const { state } = await sentTo(t, { rcpt: `550-${'x'.repeat(3_000_000)}` });
  assert.equal(state, 'deferred');
});

test('a very long line is a reply all the same, and cut', async (t) => {
  const { state, sender, id } = await sentTo(t, { rcpt: `550 5.1.1 ${'No such box. '.repeat(1000)}` });
  assert.equal(state, 'bounced');
  assert.equal((await sender.history(id))[0]?.words?.length, 300);
});

for (const [what, script] of [
  ['takes one message for each connection', { taken: '250 2.0.0 taken\n421 4.7.0 One is enough' }],
  ['says what it has to say in many lines', { taken: '250-2.0.0 taken\n250-2.0.0 with\n250 2.0.0 joy' }],
] as [string, Script][]) {
  test(`a relay that ${what} gets each message once`, async (t) => {
    const { relay, sender, state } = await sentTo(t, script);
    assert.equal(state, 'sent');
    const further = await sender.sendTo('bob@example.com');
    assert.equal((await sender.message(further)).state, 'sent');
    assert.equal(relay.mails.length, 2);
  });
}

test('a relay that refuses even to forget a refused message is asked anew for the next one', async (t) => {
  const { relay, sender, state } = await sentTo(t, { rcpt: '550 5.1.1 no', rset: '451 4.3.0 not now' });
  assert.equal(state, 'bounced');
  const further = await sender.sendTo('bob@example.com');
  assert.equal((await sender.message(further)).state, 'bounced');
  assert.equal(relay.connections(), 2);
});

test('replies that arrive byte by byte, on many lines, mean what they mean at once', async (t) => {
  const lines = { ehlo: '250-relay\n250-SIZE 10000000\n250 HELP', data: '354-go\n354 on', byBytes: true };
  const taken = await sentTo(t, { ...lines, taken: '250-2.0.0 taken\n250-2.0.0 with\n250 2.0.0 joy' });
  assert.equal(taken.state, 'sent');
  const [{ words } = { words: '' }] = await taken.sender.history(taken.id);
  assert.equal(words, '2.0.0 taken with joy');
  const rcpt = '550-5.7.1 You are\n550-5.7.1 not\n550 5.7.1 welcome – „ehrlich“';
  const refused = await sentTo(t, { ...lines, rcpt });
  assert.equal(refused.state, 'blocked');
  assert.deepEqual(await refused.sender.report(refused.id), {
    state: 'blocked',
    reason: 'You are not welcome – ’ehrlich’',
  });
});

test('a reply in another encoding, cut amid its letters, is read all the same', async (t) => {
  const { sender, id } = await sentTo(t, { rcpt: '550 5.1.1 Почтовый ящик не найден', byBytes: true });
  assert.equal((await sender.message(id)).state, 'bounced');
  assert.equal((await sender.report(id)).reason, 'Почтовый ящик не найден');
});

for (const ehlo of ['250 relay', '250-relay\n250 SMTPUTF8']) {
  test(`an address in other letters is told as such, and to no relay, where it says “${ehlo.split('\n').at(-1)}”`, async (t) => {
    const relay = await scriptedRelay(t, { ehlo });
    const sender = await aSender(t, { port: relay.port });
    const id = await sender.sendTo('žofie@xn--pklad-zsa96e.example');
    assert.deepEqual(await sender.report(id), {
      state: 'bounced',
      reason: 'The address has letters that mail servers do not take.',
    });
    assert.equal((await sender.message(id)).tries, 1);
    assert.equal(relay.connections(), 0);
    // A domain in other letters is written in ASCII, and any relay takes it.
    const known = await sender.sendTo('zofie@xn--pklad-zsa96e.example');
    assert.equal((await sender.message(known)).state, 'sent');
    assert.ok(relay.heard.includes('RCPT TO:<zofie@xn--pklad-zsa96e.example>'));
    assert.match(relay.mails[0] ?? '', /^To: zofie@xn--pklad-zsa96e\.example\r$/m);
  });
}

test('a message whose time runs out while the relay lets it wait is not handed over after all', async (t) => {
  let taken = 0;
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    onRcptTo(_, __, done) {
      sender.clock.advance(days(2));
      done();
    },
    onData(stream, _, done) {
      stream.on('end', () => {
        taken += 1;
        done();
      });
      stream.resume();
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise<void>((resolve) => server.close(resolve)));
  const sender = await aSender(t, { port: (server.server.address() as AddressInfo).port });
  const id = await sender.sendTo('ada@example.com');
  assert.deepEqual([(await sender.message(id)).state, taken], ['abandoned', 0]);
  assert.deepEqual(await sender.report(id), { state: 'bounced', reason: 'no mail server took it in time' });
});
