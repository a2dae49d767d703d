import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { systemClock } from '../../src/kernel/index.ts';
import type { Mail } from '../../test/support/mailbox.ts';
import { freePorts } from '../../test/support/ports.ts';
import { assertBalanced } from '../test-support/balanced.ts';
import { temporaryDirectory } from '../test-support/service-world.ts';
import { startMailbox } from './index.ts';

interface Sent {
  to?: string | string[];
  subject?: string;
  text?: string;
  html?: string;
}

interface Listed extends Mail {
  receivedAt: number;
  headers: Record<string, string>;
}

async function runningMailbox(t: TestContext, directory = temporaryDirectory(t)) {
  const port = await freePorts(3);
  const mailbox = await startMailbox({
    port,
    smtpPort: port + 1,
    bouncePort: port + 2,
    dataDirectory: directory,
    clock: systemClock,
  });
  t.after(() => mailbox.stop().catch(() => {}));
  const transport = createTransport({ host: '127.0.0.1', port: port + 1, secure: false });
  return {
    ...mailbox,
    smtpPort: port + 1,
    send: ({ to = 'ada@example.com', ...mail }: Sent) =>
      transport.sendMail({ from: 'Lumen <noreply@ctl.io>', subject: 'Hello', text: 'Hi', ...mail, to }),
    list: async (query = '') =>
      (await (await fetch(`${mailbox.url}/api/messages${query}`)).json()) as Listed[],
    page: async (path: string) => fetch(`${mailbox.url}${path}`),
  };
}

test('a message sent over SMTP is in the JSON with everything in it', async (t) => {
  const mailbox = await runningMailbox(t);
  await mailbox.send({
    subject: 'Lumen Email Validation Token',
    text: 'ABCD-EFGH',
    html: '<b>ABCD-EFGH</b>',
  });
  const [message] = await mailbox.list();
  assert.partialDeepStrictEqual(message, {
    to: 'ada@example.com',
    from: '"Lumen" <noreply@ctl.io>',
    subject: 'Lumen Email Validation Token',
    text: 'ABCD-EFGH',
    html: '<b>ABCD-EFGH</b>',
  });
  assert.ok(Math.abs((message?.receivedAt ?? 0) - Date.now()) < 10_000);
  assert.match(message?.headers['message-id'] ?? '', /^<.+>$/);
});

test('the newest message comes first, and `to` finds one address in any letter case', async (t) => {
  const mailbox = await runningMailbox(t);
  await mailbox.send({ subject: 'first' });
  await mailbox.send({ subject: 'other', to: 'grace@example.com' });
  await mailbox.send({ subject: 'second' });
  assert.deepEqual(
    (await mailbox.list()).map((m) => m.subject),
    ['second', 'other', 'first'],
  );
  assert.deepEqual(
    (await mailbox.list('?to=ADA@example.com')).map((m) => m.subject),
    ['second', 'first'],
  );
  assert.deepEqual(await mailbox.list('?to=da@example.com'), []);
  assert.equal((await mailbox.list('?limit=1')).length, 1);
});

test('each recipient has a copy', async (t) => {
  const mailbox = await runningMailbox(t);
  await mailbox.send({ to: ['ada@example.com', 'grace@example.com'] });
  assert.equal((await mailbox.list('?to=ada@example.com')).length, 1);
  assert.equal((await mailbox.list('?to=grace@example.com')).length, 1);
});

test('mail survives a restart of the mailbox', async (t) => {
  const directory = temporaryDirectory(t);
  const before = await runningMailbox(t, directory);
  await before.send({ subject: 'kept' });
  await before.stop();
  const after = await runningMailbox(t, directory);
  assert.deepEqual(
    (await after.list()).map((m) => m.subject),
    ['kept'],
  );
});

test('a message larger than the mailbox takes is refused and not kept', async (t) => {
  const mailbox = await runningMailbox(t);
  await assert.rejects(mailbox.send({ text: 'x'.repeat(6 * 1024 * 1024) }), { responseCode: 552 });
  assert.deepEqual(await mailbox.list(), []);
});

test('a client that says no size beforehand is refused all the same', async (t) => {
  const mailbox = await runningMailbox(t);
  const body = `Subject: big\r\n\r\n${'x'.repeat(100)}`.padEnd(
    5.5 * 1024 * 1024,
    '\r\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  );
  const replies = await speakSmtp(mailbox.smtpPort, [
    'HELO me',
    'MAIL FROM:<a@b.c>',
    'RCPT TO:<ada@example.com>',
    'DATA',
    `${body}\r\n.`,
  ]);
  assert.match(replies, /^552 /m);
  assert.deepEqual(await mailbox.list(), []);
});

test('hostile mail is text on our pages, and its HTML only ever shows in a frame without script', async (t) => {
  const mailbox = await runningMailbox(t);
  const hostile = '<script>alert(1)</script><img src=x onerror=alert(2)>';
  await mailbox.send({
    subject: hostile,
    text: `${hostile} https://example.com/"onmouseover="alert(3)`,
    html: hostile,
  });
  const [message] = await mailbox.list();
  for (const path of ['/', `/messages/${message?.id}`]) {
    const page = await (await mailbox.page(path)).text();
    assert.doesNotMatch(page, /<script>alert|<img src=x|"onmouseover=/);
    assertBalanced(page);
    assert.match(page, /&lt;script&gt;/);
  }
  const shown = await (await mailbox.page(`/messages/${message?.id}`)).text();
  assert.match(shown, /<iframe[^>]* sandbox="allow-popups allow-popups-to-escape-sandbox"/);
  const body = await mailbox.page(`/messages/${message?.id}/body`);
  const policy = body.headers.get('content-security-policy') ?? '';
  assert.match(policy, /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'/);
  assert.doesNotMatch(policy, /allow-scripts|allow-same-origin|script-src/);
});

test('the list names an address that was typed without believing it', async (t) => {
  const mailbox = await runningMailbox(t);
  const page = await (await mailbox.page('/?to=%22%3E%3Cscript%3Ealert(1)%3C/script%3E')).text();
  assert.doesNotMatch(page, /<script>alert/);
});

test('the list looks again by itself until told not to', async (t) => {
  const mailbox = await runningMailbox(t);
  assert.equal((await mailbox.page('/')).headers.get('refresh'), '5');
  assert.equal((await mailbox.page('/?follow=no')).headers.get('refresh'), null);
});

test('a pretend domain answers as it says: blocked, full, slow, or nowhere', async (t) => {
  const mailbox = await runningMailbox(t);
  const fateOf = (to: string) =>
    mailbox.send({ to }).then(
      () => 'taken',
      (refused: { response: string }) => refused.response,
    );
  assert.match(await fateOf('ada@block.test'), /^550 5\.7\.1 /);
  assert.match(await fateOf('ada@nowhere.test'), /^550 5\.1\.2 /);
  assert.match(await fateOf('ada@full.test'), /^452 4\.2\.2 /);
  assert.match(await fateOf('ADA@FULL.test'), /^552 5\.2\.2 /);
  assert.match(await fateOf('ada@slow.test'), /^451 4\.7\.1 /);
  assert.equal(await fateOf('ada@slow.test'), 'taken');
  assert.equal(await fateOf('ada@bounce.test'), 'taken');
  assert.deepEqual(
    (await mailbox.list()).map(({ to }) => to),
    ['ada@slow.test'],
  );
});

/** Says each line after the reply to the one before. @returns everything that the server said */
function speakSmtp(port: number, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const rest = [...lines, 'QUIT'];
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (chunk) => {
      heard += chunk;
      const line = rest.shift();
      if (line !== undefined) socket.write(`${line}\r\n`);
    });
    socket.on('close', () => resolve(heard));
    socket.on('error', reject);
  });
}
