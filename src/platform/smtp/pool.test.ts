import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Script, scriptedRelay } from '../../../test/support/scripted-relay.ts';
import { openConnection } from './connection.ts';
import { type Mail, openMailer } from './index.ts';

const mail: Mail = {
  from: { name: 'Lumen', address: 'noreply@ctl.io' },
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'ABCD-EFGH\n',
  html: '<p>ABCD-EFGH</p>',
  messageId: 'm-1@ctl.io',
};

async function oneRelay(t: TestContext, script: Script, connections = 20) {
  const relay = await scriptedRelay(t, script);
  const settings = { host: '127.0.0.1', port: relay.port, secure: false, requireTls: false, connections };
  const mailer = openMailer(settings);
  t.after(() => mailer.close());
  const outcomes = async (count: number) =>
    (await Promise.all(Array.from({ length: count }, () => mailer.send(mail)))).map(({ outcome }) => outcome);
  return { relay, mailer, outcomes };
}

test('what a relay says on one connection is heard on that one and no other', async (t) => {
  const opened = [];
  for (const greeting of ['250 this one', '250 the other']) {
    const { port } = await scriptedRelay(t, { ehlo: greeting });
    const settings = { host: '127.0.0.1', port, secure: false, requireTls: false };
    const connection = openConnection(settings, () => undefined);
    await connection.open();
    t.after(() => connection.end());
    opened.push(connection);
  }
  assert.deepEqual(
    opened.map((connection) => connection.lastReply()),
    ['250 this one', '250 the other'],
  );
});

test('a connection is kept for the next mail, and after a hundred there is a new one', async (t) => {
  const { relay, mailer } = await oneRelay(t, {});
  for (let count = 0; count < 101; count++) assert.equal((await mailer.send(mail)).outcome, 'accepted');
  assert.deepEqual([relay.mails.length, relay.connections()], [101, 2]);
});

test('a relay that ends a connection as the next mail begins gets that mail over another one, in the same try', async (t) => {
  const { relay, outcomes } = await oneRelay(t, { mostMails: 2 }, 1);
  assert.deepEqual(await outcomes(5), Array(5).fill('accepted'));
  assert.deepEqual([relay.mails.length, relay.connections()], [5, 3]);
});

test('a refused mail is forgotten before the next one comes, on the same connection', async (t) => {
  const { relay, outcomes } = await oneRelay(t, { rcpt: '550 5.1.1 no', mostConnections: 1 }, 1);
  assert.deepEqual(await outcomes(4), Array(4).fill('refused'));
  assert.equal(relay.connections(), 1);
  assert.ok(relay.heard.filter((line) => line === 'RSET').length >= 3);
});

test('where a relay breaks off over forgetting a refused mail, the next one goes over a new connection', async (t) => {
  const { relay, outcomes } = await oneRelay(t, { rcpt: '550 5.1.1 no', rset: 'hang up' }, 1);
  assert.deepEqual(await outcomes(3), Array(3).fill('refused'));
  assert.ok(relay.connections() >= 3);
});

test('a relay that does not let us sign in is asked anew each time, and never takes it that we are in', async (t) => {
  const relay = await scriptedRelay(t, { ehlo: '250-relay\n250 AUTH PLAIN' });
  const settings = { host: '127.0.0.1', port: relay.port, secure: false, requireTls: false };
  const clock = { now: () => relay.connections() * 60_000 };
  const mailer = openMailer({ ...settings, user: 'lumen', password: 'wrong' }, { clock });
  t.after(() => mailer.close());
  for (let count = 0; count < 2; count++) assert.equal((await mailer.send(mail)).outcome, 'not-now');
  assert.equal(relay.connections(), 2);
  assert.ok(!relay.heard.some((line) => line.startsWith('MAIL')));
});
