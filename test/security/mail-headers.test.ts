// THREATS 26: nothing that is filled into a mail becomes a header or a second recipient.
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { openMailer } from '../../src/platform/smtp/index.ts';
import { scriptedRelay } from '../support/scripted-relay.ts';

const mail = {
  from: { name: 'Lumen', address: 'noreply@ctl.io' },
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'text',
  html: '<p>html</p>',
  messageId: 'm-1@ctl.io',
};

async function receiving(t: TestContext) {
  const received: { mail: ParsedMail; to: string[] }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    async onData(stream, session, done) {
      received.push({
        mail: await simpleParser(stream),
        to: session.envelope.rcptTo.map((to) => to.address),
      });
      done();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const mailer = openMailer({ host: '127.0.0.1', port, secure: false, requireTls: false });
  t.after(async () => {
    mailer.close();
    await new Promise<void>((resolve) => server.close(resolve));
  });
  return { mailer, received };
}

test('a line break in a subject or a name adds no header and no recipient', async (t) => {
  const { mailer, received } = await receiving(t);
  const inject = '\r\nBcc: eve@example.com\r\nX-Evil: yes\r\n\r\nbody';
  for (const change of [
    { subject: `Hello${inject}` },
    { from: { name: `Lumen${inject}`, address: mail.from.address } },
    { subject: 'Hello\u2028Bcc: eve@example.com' },
  ]) {
    await mailer.send({ ...mail, ...change });
  }
  assert.equal(received.length, 3);
  for (const arrived of received) {
    assert.deepEqual(arrived.to, ['ada@example.com']);
    assert.equal(arrived.mail.bcc, undefined);
    assert.ok(!arrived.mail.headers.has('x-evil'));
  }
});

test('whatever bytes are filled in, one mail goes out, in lines that every server reads alike', async (t) => {
  const relay = await scriptedRelay(t);
  const mailer = openMailer({ host: '127.0.0.1', port: relay.port, secure: false, requireTls: false });
  t.after(() => mailer.close());
  let sent = 0;
  for (const end of [
    '\n.\n',
    '\r.\r',
    '\r\n.\r\n',
    '\n.\r\n',
    '\r\n.\r',
    '\0',
    '\x1b[2J',
    '\u0085.\u0085',
    '\u2028.\u2028',
  ]) {
    const evil = `a${end}MAIL FROM:<eve@example.com>${end}`;
    for (const change of [
      { subject: evil },
      { from: { name: evil, address: mail.from.address } },
      { text: evil, html: `<p>${evil}</p>` },
    ]) {
      assert.equal((await mailer.send({ ...mail, ...change })).outcome, 'accepted');
      sent += 1;
      assert.equal(relay.mails.length, sent);
      const lines = (relay.mails.at(-1) ?? '').split('\r\n');
      assert.ok(
        lines.every((line) => /^[\t\x20-\x7e]{0,998}$/.test(line)),
        JSON.stringify(change),
      );
      assert.ok(!lines.includes('.'));
    }
  }
  assert.deepEqual(
    relay.heard.filter((line) => line.startsWith('MAIL')),
    Array.from({ length: sent }, () => 'MAIL FROM:<noreply@ctl.io>'),
  );
});

test('what could be read as more than one address is not sent at all', async (t) => {
  const { mailer, received } = await receiving(t);
  for (const to of [
    'ada@example.com, eve@example.com',
    'ada@example.com\r\nBcc: eve@example.com',
    'Ada <eve@example.com>',
    '"ada@example.com" <eve@example.com>',
    'ada@example.com;eve@example.com',
    'ada@eve@example.com',
    'ada example.com',
    'ada@example.com ',
    '',
  ]) {
    await assert.rejects(mailer.send({ ...mail, to }), /one bare mail address/, to);
  }
  assert.deepEqual(received, []);
});

test('nothing that could become a header or a command is sent in any other field', async (t) => {
  const { mailer, received } = await receiving(t);
  const inject = '\r\nBcc: eve@example.com';
  for (const change of [
    { headers: { 'X-Trace': `a${inject}` } },
    { headers: { 'X-Trace': 'a\nBcc: eve@example.com' } },
    { headers: { [`X-Trace: a${inject}\r\nX-B`]: 'b' } },
    { headers: { Bcc: 'eve@example.com' } },
    { headers: { 'X-Trace': 'ö' } },
    { messageId: `m-1@ctl.io>${inject}` },
    { messageId: `m-1${inject}@ctl.io` },
    { returnPath: 'b@ctl.io>\r\nRCPT TO:<eve@example.com' },
    { returnPath: 'b@ctl.io> SIZE=1' },
    { reports: { envelopeId: 'a\r\nRCPT TO:<eve@example.com>' } },
    { reports: { envelopeId: 'a b' } },
    { from: { name: 'Lumen', address: `noreply@ctl.io${inject}` } },
  ]) {
    await assert.rejects(mailer.send({ ...mail, ...change }), Error, JSON.stringify(change));
  }
  assert.deepEqual(received, []);
});
