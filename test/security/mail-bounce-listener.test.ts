// THREATS 28 and 31: only who has had a mail of ours can say what became of it, and no flood disturbs the rest.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { connect as secured } from 'node:tls';
import { createTransport } from 'nodemailer';
import tlsOptions from 'smtp-server/lib/tls-options.js';
import { type ListenerSettings, listenForBounces } from '../../src/entrypoints/bounces/listen-for-bounces.ts';
import { deliveryStatus } from '../support/delivery-status.ts';
import { aFollowedMail, returnDomain } from '../support/followed-mail.ts';
import { dial, greeted, type SmtpLine } from '../support/smtp-line.ts';

const UNKNOWN = `bounce+${'0'.repeat(25)}-1-${'0'.repeat(19)}@${returnDomain}`;

/** A node that has sent a mail to Ada, and a listener for what comes back. */
async function listening(t: TestContext, settings: Partial<ListenerSettings> = {}) {
  const mail = await aFollowedMail(t);
  const listener = await listenForBounces(mail.deps, { host: '127.0.0.1', port: 0, ...settings });
  t.after(listener.stop);
  const said = async () => (await mail.bounces()).map(({ what }) => what);
  return { ...mail, port: listener.port, stop: listener.stop, said };
}

/** Everything up to the mail itself. */
async function readyFor(line: SmtpLine, to: string): Promise<void> {
  await line.say('MAIL FROM:<>');
  assert.match(await line.say(`RCPT TO:<${to}>`), /^250/);
  assert.match(await line.say('DATA'), /^354/);
}

async function delivered(line: SmtpLine, to: string, mail = deliveryStatus({ to })): Promise<string> {
  await readyFor(line, to);
  return line.say(`${mail}\r\n.`);
}

test('a bounce to the return path of a mail is filed, however often it comes and in whatever case it is written', async (t) => {
  const { said, port, returnPath } = await listening(t);
  const line = await greeted(port);
  assert.match(await delivered(line, returnPath), /^250/);
  assert.match(await delivered(line, returnPath.toUpperCase(), deliveryStatus({ to: returnPath })), /^250/);
  assert.deepEqual(await said(), ['bounced']);
});

test('mail to any address that we have not made is refused before it is read, and nothing is relayed', async (t) => {
  const { said, port, returnPath } = await listening(t, { limits: { perMinute: 1000 } });
  const forged = [
    UNKNOWN,
    returnPath.replace(/.@/, (end) => (end === '0@' ? '1@' : '0@')),
    returnPath.replace('-1-', '-2-'),
    returnPath.replace(returnDomain, 'example.com'),
    returnPath.replace(returnDomain, `${returnDomain}.example.com`),
    `ada@example.com`,
    `postmaster@${returnDomain}`,
    'postmaster',
    `ada%example.com@${returnDomain}`,
    `"${returnPath}"@example.com`,
  ];
  for (const address of forged) {
    const line = await greeted(port);
    await line.say('MAIL FROM:<mallory@example.net>');
    assert.match(await line.say(`RCPT TO:<${address}>`), /^(550 5\.1\.1|501)/, address);
    assert.match(await line.say('DATA'), /^503/);
    line.socket.destroy();
  }
  assert.deepEqual(await said(), []);
});

test('a mail has one recipient, so that one bounce never speaks of two messages', async (t) => {
  const { port, returnPath, send } = await listening(t);
  const second = await send();
  const line = await greeted(port);
  await line.say('MAIL FROM:<>');
  assert.match(await line.say(`RCPT TO:<${returnPath}>`), /^250/);
  assert.match(await line.say(`RCPT TO:<${second}>`), /^452/);
});

test('the bounce of one message, sent to the return path of another, says nothing of the first', async (t) => {
  const { db, port, returnPath, send } = await listening(t);
  const second = await send();
  await delivered(await greeted(port), second, deliveryStatus({ to: returnPath }));
  const rows = await db
    .selectFrom('messageEvents')
    .select('messageId')
    .where('source', '=', 'bounce')
    .execute();
  assert.equal(rows.length, 1);
  const states = await db.selectFrom('messages').select(['id', 'state']).orderBy('createdAt').execute();
  assert.deepEqual(
    states.filter(({ state }) => state === 'bounced').map(({ id }) => id),
    rows.map(({ messageId }) => messageId),
  );
});

test('the greeting tells neither the machine nor the program, and there is nobody to sign in as or to look up', async (t) => {
  const { port } = await listening(t);
  const line = dial(port);
  assert.equal(await line.reply(), `220 ${returnDomain} ESMTP`);
  const features = await line.say('EHLO mallory.example.net');
  assert.doesNotMatch(features, /AUTH|STARTTLS|XCLIENT/);
  for (const command of [
    'AUTH PLAIN AGFkYQBwdw==',
    'VRFY ada',
    'EXPN all',
    'HELP',
    'WIZ x',
    'STARTTLS',
    'XCLIENT ADDR=10.0.0.1',
  ]) {
    assert.match(await line.say(command), /^500/, command);
  }
});

test('a mail ends with CRLF . CRLF alone: no other line ends smuggle a second one in behind it', async (t) => {
  const { db, port, returnPath, send } = await listening(t);
  const second = await send();
  const smuggled = `MAIL FROM:<>\r\nRCPT TO:<${second}>\r\nDATA\r\n${deliveryStatus({ to: second })}`;
  for (const end of [
    '\n.\n',
    '\r.\r',
    '\n.\r\n',
    '\r\n.\n',
    '\r\n.\r',
    '\r.\r\n',
    '\r\n\0.\r\n',
    '\r\n.\0\r\n',
  ]) {
    const line = await greeted(port);
    await readyFor(line, returnPath);
    assert.match(await line.say(`${deliveryStatus({ to: returnPath })}${end}${smuggled}\r\n.`), /^250/);
    assert.match(await line.say('QUIT'), /^221/, JSON.stringify(end));
  }
  const about = await db
    .selectFrom('messageEvents')
    .select('messageId')
    .where('source', '=', 'bounce')
    .execute();
  const first = await db.selectFrom('messages').select('id').orderBy('createdAt').executeTakeFirstOrThrow();
  assert.deepEqual(about, [{ messageId: first.id }]);
});

test('of a large bounce the beginning is kept, and it says what it says', async (t) => {
  const { said, port, returnPath } = await listening(t);
  const original = `${'x'.repeat(998)}\r\n`.repeat(5000);
  const mail = deliveryStatus({ to: returnPath, original });
  assert.match(await delivered(await greeted(port), returnPath, mail), /^250/);
  assert.deepEqual(await said(), ['bounced']);
});

test('a bounce that is said to be larger than anything read here is refused before it is sent', async (t) => {
  const { port } = await listening(t);
  const line = await greeted(port);
  assert.match(await line.say('MAIL FROM:<> SIZE=104857600'), /^552/);
});

test('a bounce without end is refused, and not read to its end', async (t) => {
  const { said, port, returnPath } = await listening(t);
  const line = await greeted(port);
  await readyFor(line, returnPath);
  line.socket.write(deliveryStatus({ to: returnPath }));
  const block = Buffer.from(`${'x'.repeat(998)}\r\n`.repeat(100));
  const pouring = (async () => {
    while (!line.socket.destroyed) {
      if (!line.socket.write(block)) await Promise.race([once(line.socket, 'drain'), line.ended]);
    }
  })();
  assert.match(await line.reply(), /^552/);
  await line.ended;
  await pouring;
  assert.deepEqual(await said(), []);
  assert.match(await delivered(await greeted(port), returnPath), /^250/);
});

test('half a bounce is none, and clients that break off at any point do not end the listener', async (t) => {
  const { said, port, returnPath } = await listening(t);
  const mail = deliveryStatus({ to: returnPath });
  for (const reset of [true, false]) {
    for (const upTo of [0, 100, mail.length]) {
      const line = await greeted(port);
      await readyFor(line, returnPath);
      line.socket.write(mail.slice(0, upTo), () =>
        reset ? line.socket.resetAndDestroy() : line.socket.destroy(),
      );
      await line.ended;
    }
    const silent = dial(port);
    await once(silent.socket, 'connect');
    if (reset) silent.socket.resetAndDestroy();
    else silent.socket.destroy();
  }
  assert.deepEqual(await said(), []);
  assert.match(await delivered(await greeted(port), returnPath), /^250/);
});

test('a fault of ours is answered with "try again", and the bounce is filed when it comes again', async (t) => {
  const { said, port, returnPath, logged, breakDatabase } = await listening(t);
  const mend = await breakDatabase();
  const line = await greeted(port);
  assert.match(await delivered(line, returnPath), /^451/);
  assert.deepEqual(
    logged.map(([level]) => level),
    ['error'],
  );
  await mend();
  assert.match(await delivered(line, returnPath), /^250/);
  assert.deepEqual(await said(), ['bounced']);
});

test('a mail that is no report is taken and dropped: a refusal would be a bounce of a bounce', async (t) => {
  const { said, port, returnPath } = await listening(t);
  const notice = 'From: ada@example.com\r\nSubject: I am on holiday\r\n\r\nBack on Monday.';
  assert.match(await delivered(await greeted(port), returnPath, notice), /^250/);
  assert.deepEqual(await said(), []);
});

test('one client has five connections and no more, and its others come in when these are gone', async (t) => {
  const { port } = await listening(t);
  const held = await Promise.all(Array.from({ length: 5 }, () => greeted(port)));
  assert.match(await dial(port).reply(), /^421/);
  assert.match(await dial(port, { from: '127.0.0.2' }).reply(), /^220/);
  const [first] = held as [SmtpLine];
  assert.match(await first.say('QUIT'), /^221/);
  await first.ended;
  for (let answer = ''; !answer.startsWith('220'); answer = await dial(port).reply());
});

test('there are fifty connections over all, and whoever comes then is told to come again', async (t) => {
  const { port } = await listening(t);
  const from = (client: number) => `127.0.1.${client + 1}`;
  await Promise.all(Array.from({ length: 50 }, (_, index) => greeted(port, { from: from(index % 10) })));
  assert.match(await dial(port, { from: '127.0.2.1' }).reply(), /^421/);
});

test('a block of addresses that comes too often is told to come again, and other blocks are served', async (t) => {
  const { port } = await listening(t, { limits: { perMinuteOfBlock: 4, perMinute: 6 } });
  const reached = async (from: string) => {
    const line = dial(port, { from });
    const answer = await line.reply();
    line.socket.destroy();
    return answer.slice(0, 3);
  };
  const sameBlock: string[] = [];
  for (let client = 1; client <= 6; client++) sameBlock.push(await reached(`127.0.3.${client}`));
  assert.deepEqual(sameBlock, ['220', '220', '220', '220', '421', '421']);
  assert.equal(await reached('127.0.4.1'), '220');
  assert.equal(await reached('127.0.5.1'), '220');
  assert.equal(await reached('127.0.6.1'), '421', 'six over all');
});

test('mails count like connections: one that is kept open is no way around the rate', async (t) => {
  const { port } = await listening(t, { limits: { perMinuteOfBlock: 3 } });
  const line = await greeted(port);
  const answers: string[] = [];
  for (let mail = 0; mail < 3; mail++) {
    answers.push((await line.say('MAIL FROM:<>')).slice(0, 3));
    await line.say('RSET');
  }
  assert.deepEqual(answers, ['250', '250', '450']);
});

test('so many bytes are read in a minute and no more: who has one return path cannot keep us reading', async (t) => {
  const { said, port, returnPath } = await listening(t, { limits: { bytesPerMinuteOfBlock: 100_000 } });
  const line = await greeted(port);
  const mail = deliveryStatus({ to: returnPath, original: `${'x'.repeat(998)}\r\n`.repeat(300) });
  assert.match(await delivered(line, returnPath, mail), /^451/);
  await line.ended;
  assert.deepEqual(await said(), []);
  assert.match(await delivered(await greeted(port, { from: '127.0.9.1' }), returnPath), /^250/);
});

test('clients that say nothing, or a byte now and then, are cut off, and meanwhile a bounce comes in', async (t) => {
  const { said, port, returnPath } = await listening(t, { limits: { lifeOfStranger: 600 } });
  const silent = await Promise.all(Array.from({ length: 3 }, () => greeted(port, { from: '127.0.0.9' })));
  const slow = await greeted(port, { from: '127.0.0.9' });
  const dripping = setInterval(() => slow.socket.write('N'), 50);
  t.after(() => clearInterval(dripping));
  assert.match(await delivered(await greeted(port), returnPath), /^250/);
  await Promise.all([...silent, slow].map(({ ended }) => ended));
  assert.deepEqual(await said(), ['bounced']);
});

test('a bounce that drips in without end is cut off too', async (t) => {
  const { said, port, returnPath } = await listening(t, { limits: { life: 3000 } });
  const line = await greeted(port);
  await readyFor(line, returnPath);
  const dripping = setInterval(() => line.socket.write('x'), 50);
  t.after(() => clearInterval(dripping));
  await line.ended;
  assert.deepEqual(await said(), []);
});

test('twenty commands that fail end a connection', async (t) => {
  const { port } = await listening(t);
  const line = await greeted(port);
  await line.say('MAIL FROM:<>');
  for (let tried = 0; tried < 20; tried++) {
    assert.match(await line.say(`RCPT TO:<${tried}@example.com>`), /^550/);
  }
  assert.match(await line.say('RCPT TO:<once-more@example.com>'), /^421/);
  await line.ended;
});

test('commands that do nothing end a connection as well, however fast they come', async (t) => {
  const { port } = await listening(t);
  const line = await greeted(port);
  line.socket.write('NOOP\r\n'.repeat(100_000));
  const replies: string[] = [];
  for (let reply = await line.reply(); reply; reply = await line.reply()) replies.push(reply);
  assert.ok(replies.length < 300, `${replies.length} replies`);
  await line.ended;
});

test('a command without an end is not gathered', async (t) => {
  const { port } = await listening(t);
  const line = await greeted(port);
  line.socket.write(`MAIL FROM:<${'x'.repeat(100_000)}`);
  assert.match(await line.reply(), /^421/);
  await line.ended;
});

test('STARTTLS is there where a certificate is, takes a bounce, and is no way to hold a connection', async (t) => {
  const { key, cert } = tlsOptions() as { key: string; cert: string };
  const tls = { key: Buffer.from(key), cert: Buffer.from(cert) };
  const { said, port, returnPath } = await listening(t, { tls, limits: { lifeOfStranger: 600 } });
  const hello = await helloOf();
  for (const handshake of [
    Buffer.alloc(0),
    Buffer.from('160301', 'hex'),
    hello,
    Buffer.from('no TLS at all'),
  ]) {
    const line = await greeted(port, { from: '127.0.0.8' });
    assert.match(await line.say('STARTTLS'), /^220/);
    line.socket.write(handshake);
    await line.ended;
  }
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
  });
  t.after(() => transport.close());
  await transport.sendMail({
    envelope: { from: '', to: returnPath },
    raw: deliveryStatus({ to: returnPath }),
  });
  assert.deepEqual(await said(), ['bounced']);
});

/** The first bytes that a TLS client says: whoever stops after them has a handshake half done. */
async function helloOf(): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = secured({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  client.on('error', () => {});
  const [socket] = await once(server, 'connection');
  const [hello] = await once(socket, 'data');
  client.destroy();
  server.close();
  return hello;
}

test('the listener stops within a second, whatever its clients are doing', async (t) => {
  const { port, returnPath, stop } = await listening(t);
  const half = await greeted(port);
  await readyFor(half, returnPath);
  half.socket.write('From: x\r\n');
  await greeted(port);
  const started = performance.now();
  await stop();
  assert.ok(performance.now() - started < 1000);
});
