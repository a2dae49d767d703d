import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { type Mail, openMailer, type SmtpSettings } from './index.ts';

const mail: Mail = {
  from: { name: 'Lumen', address: 'noreply@ctl.io' },
  to: 'ada@example.com',
  subject: 'Lumen Email Validation Token',
  text: 'ABCD-EFGH\n',
  html: '<p>ABCD-EFGH</p>',
  messageId: 'm-1@ctl.io',
};

/** A receiving server of the test's own, and a mailer that hands mail to it. */
async function receiving(
  t: TestContext,
  options: SMTPServerOptions = {},
  settings: Partial<SmtpSettings> = {},
) {
  const received: { mail: ParsedMail; raw: string; to: string[] }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    async onData(stream, session, done) {
      const raw = (await stream.toArray()).join('');
      received.push({
        raw,
        mail: await simpleParser(raw),
        to: session.envelope.rcptTo.map((to) => to.address),
      });
      done();
    },
    ...options,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const mailer = openMailer({ host: '127.0.0.1', port, secure: false, requireTls: false, ...settings });
  t.after(async () => {
    mailer.close();
    await new Promise<void>((resolve) => server.close(resolve));
  });
  return { mailer, received, server };
}

const refusing = (responseCode: number, words: string) => () =>
  Object.assign(new Error(words), { responseCode });

test('a mail arrives with both its forms, its sender and its id', async (t) => {
  const { mailer, received } = await receiving(t);
  const delivery = await mailer.send(mail);
  assert.equal(delivery.outcome, 'accepted');
  assert.equal(delivery.code, '250');
  const [{ mail: arrived, to, raw }] = received as [(typeof received)[number]];
  assert.deepEqual(to, ['ada@example.com']);
  assert.equal(arrived.subject, mail.subject);
  assert.equal(arrived.from?.text, '"Lumen" <noreply@ctl.io>');
  assert.equal(arrived.messageId, '<m-1@ctl.io>');
  assert.match(arrived.text ?? '', /ABCD-EFGH/);
  assert.match(String(arrived.html), /<p>ABCD-EFGH<\/p>/);
  assert.match(raw, /^Auto-Submitted: auto-generated\r?$/m);
});

test('a recipient refused for good is told with the server’s words', async (t) => {
  const { mailer } = await receiving(t, {
    onRcptTo: (_, __, done) => done(refusing(550, '5.1.1 <ada@example.com>: no such\tmailbox')()),
  });
  assert.deepEqual(await mailer.send(mail), {
    outcome: 'refused',
    code: '550',
    words: '5.1.1 <ada@example.com>: no such mailbox',
    server: '127.0.0.1',
  });
});

test('a recipient refused for now is told as such', async (t) => {
  const { mailer } = await receiving(t, {
    onRcptTo: (_, __, done) => done(refusing(451, '4.7.1 greylisted')()),
  });
  const delivery = await mailer.send(mail);
  assert.deepEqual(delivery, {
    outcome: 'not-now',
    code: '451',
    words: '4.7.1 greylisted',
    server: '127.0.0.1',
  });
});

test('a relay that does not let us in says nothing about the mail', async (t) => {
  const { mailer } = await receiving(
    t,
    { authOptional: false, allowInsecureAuth: true, onAuth: (_, __, done) => done(refusing(535, 'no')()) },
    { user: 'lumen', password: 'wrong' },
  );
  assert.equal((await mailer.send(mail)).outcome, 'not-now');
});

test('a relay that is not there leaves the mail to be tried again', async (t) => {
  const { mailer, server } = await receiving(t);
  await new Promise<void>((resolve) => server.close(resolve));
  const delivery = await mailer.send(mail);
  assert.equal(delivery.outcome, 'not-now');
});

test('where TLS is required nothing is sent without it', async (t) => {
  const { mailer, received } = await receiving(t, {}, { requireTls: true });
  assert.equal((await mailer.send(mail)).outcome, 'not-now');
  assert.deepEqual(received, []);
});

test('a long reply is kept on one line and cut', async (t) => {
  const { mailer } = await receiving(t, {
    onRcptTo: (_, __, done) => done(refusing(550, 'x '.repeat(400))()),
  });
  const { words } = await mailer.send(mail);
  assert.equal(words.length, 300);
});

test('an address that servers do not take is refused with the code for it, and nobody is asked', async (t) => {
  const { mailer, received } = await receiving(t);
  const { outcome, words } = await mailer.send({ ...mail, to: 'ünal@example.com' });
  assert.deepEqual([outcome, words.slice(0, 5), received.length], ['refused', '5.6.7', 0]);
});
