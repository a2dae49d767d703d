// THREATS 28 and 31: a forged bounce changes nothing, and a hostile one costs bounded work.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDeliveryStatus } from '../../src/features/messages/bounces/delivery-status.ts';
import { MOST_PARTS, readMail } from '../../src/features/messages/bounces/mail-parts.ts';
import { readBounce } from '../../src/features/messages/bounces/read-bounce.ts';
import { fileBounce, type IncomingMail } from '../../src/features/messages/index.ts';
import { traceOf } from '../../src/features/messages/message-trace.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { openSealing } from '../../src/platform/sealing/index.ts';
import { bounceMail, bounces } from '../fixtures/bounces.ts';
import { bounceMigrations, bouncingNode, returnDomain } from '../support/bounced-mail.ts';
import { fakeClock } from '../support/clock.ts';
import { eachDatabase as eachDatabaseWith } from '../support/databases.ts';
import { registerUpToToken, registrationDeps, sealing } from '../support/registrations.ts';

const eachDatabase: typeof eachDatabaseWith = (title, body) =>
  eachDatabaseWith(title, body, { migrations: bounceMigrations });

/** Everything that is known of messages. */
const everything = async (db: Db) => ({
  messages: await db.selectFrom('messages').selectAll().orderBy('id').execute(),
  events: await db.selectFrom('messageEvents').selectAll().orderBy('id').execute(),
});

/** A mail whose content counts how often it is looked at. */
function watched(recipient: string): IncomingMail & { looks(): number } {
  let looks = 0;
  return {
    recipient,
    get raw() {
      looks++;
      return bounceMail('postfix-no-such-user');
    },
    looks: () => looks,
  };
}

/** Addresses that look like the return path of a message, or would like to. */
function forgeries(messageId: string, path: string): string[] {
  const proof = path.split('@')[0]?.split('-')[2] ?? '';
  const foreignKey = openSealing([Buffer.alloc(32, 9)]);
  return [
    ...[...'09az']
      .map((digit) => path.replace(proof, digit + proof.slice(1)))
      .filter((each) => each !== path),
    `bounce+${traceOf(foreignKey, { messageId, try: 1 })}@${returnDomain}`,
    path.replace(returnDomain, 'example.com'),
    path.replace(returnDomain, `${returnDomain}.example.com`),
    path.replace('-1-', '-2-'),
    `x${path}`,
    `${path} ${path}`,
    'bounce@account.example.com',
    'ada@example.com',
    '',
    `bounce+${'-'.repeat(100_000)}@${returnDomain}`,
  ];
}

eachDatabase(
  'a bounce to a return path that we have not made changes nothing, and is not even read',
  async ({ db }) => {
    const { sentMessage, deps, returnPath } = bouncingNode(db);
    const id = await sentMessage();
    const before = await everything(db);
    for (const recipient of forgeries(id, returnPath(id))) {
      const mail = watched(recipient);
      assert.equal(await fileBounce(deps, mail), 'unknown', recipient.slice(0, 200));
      assert.equal(mail.looks(), 0);
    }
    assert.deepEqual(await everything(db), before);
  },
);

eachDatabase(
  'a bounce of a try that was not made yet, or of a message that is gone, changes nothing',
  async ({ db }) => {
    const { sentMessage, deps, returnPath } = bouncingNode(db);
    const id = await sentMessage();
    const gone = Buffer.alloc(16, 7).toString('base64url');
    const before = await everything(db);
    for (const recipient of [returnPath(id, 2), returnPath(gone)]) {
      const mail = { recipient, raw: bounceMail('postfix-no-such-user') };
      assert.equal(await fileBounce(deps, mail), 'unknown');
    }
    assert.deepEqual(await everything(db), before);
  },
);

eachDatabase(
  'a bounce of one message says nothing of another, whatever its text and fields claim',
  async ({ db }) => {
    const { sentMessage, deps, returnPath, message, heard } = bouncingNode(db);
    const own = await sentMessage('eve@example.com');
    const victims = await sentMessage('ada@example.com');
    const trace = returnPath(victims).slice('bounce+'.length).split('@')[0];
    const claims = bounceMail('exim-mailbox-full')
      .toString('latin1')
      .replaceAll('m-1@account.example.com', `${victims}@ctl.io`)
      .replaceAll('bounce@account.example.com', returnPath(victims))
      .replace(/^Original-Envelope-ID: .*$/m, `Original-Envelope-Id: ${trace}`);
    const raw = Buffer.from(claims, 'latin1');
    const before = await message(victims);
    assert.equal(await fileBounce(deps, { recipient: returnPath(own), raw }), 'filed');
    assert.deepEqual(await message(victims), before);
    assert.deepEqual(await heard(victims), []);
    assert.equal((await message(own)).state, 'bounced');
    // To no return path at all, with everything right inside.
    const recipient = 'bounce@account.example.com';
    assert.equal(await fileBounce(deps, { recipient, raw }), 'unknown');
  },
);

eachDatabaseWith(
  'a bounce of the token of a registration locks, verifies and ends nothing: only what is known of mail changes',
  async ({ db }) => {
    const clock = fakeClock();
    const { bounce, send } = bouncingNode(db, clock, sealing);
    await registerUpToToken(registrationDeps(db, clock));
    await send();
    const [message = assert.fail()] = await db.selectFrom('messages').select('id').execute();
    const tables = (await db.introspection.getTables())
      .map(({ name }) => name)
      .filter((name) => !/^(messages|messageEvents|undeliverableAddresses)$/.test(name));
    const rest = async () =>
      Object.fromEntries(
        await Promise.all(
          tables.map(async (name) => [
            name,
            await db
              .selectFrom(name as 'accounts')
              .selectAll()
              .execute(),
          ]),
        ),
      ) as Record<string, unknown[]>;
    const before = await rest();
    assert.ok(before['registrations']?.length && before['tokens']?.length);
    // More than a hundred words are not listened to.
    for (const [name] of Object.entries(bounces)
      .filter(([, expected]) => expected)
      .slice(0, 50)) {
      assert.equal(await bounce(message.id, name), 'filed');
    }
    assert.deepEqual(await rest(), before);
  },
);

eachDatabase('what a bounce says is kept on one line, short, and names nobody', async ({ db }) => {
  const { sentMessage, bounce, heard } = bouncingNode(db);
  const id = await sentMessage();
  const hostile = `550 5.1.1 <secret@forwarded.example> \u202Eevil\u202C\u001B[31m <script>alert(1)</script> ${'x'.repeat(5000)}`;
  const raw = bounceMail('postfix-no-status')
    .toString('utf8')
    .replace(/Diagnostic-Code: .*/, `Diagnostic-Code: smtp; ${hostile}`)
    .replace(/Remote-MTA: .*/, `Remote-MTA: dns; ${'m'.repeat(5000)}.example`);
  assert.equal(await bounce(id, Buffer.from(raw)), 'filed');
  const [{ words, server, code } = assert.fail()] = await heard(id);
  assert.ok(words && words.length <= 300 && /^<…> evil \[31m <script>/.test(words), words ?? '');
  assert.doesNotMatch(words, /[\p{Cc}\p{Cf}@]/u);
  assert.ok((server ?? '').length <= 253);
  assert.equal(code, '5.1.1');
});

const header =
  'From: MAILER-DAEMON@example.com\nSubject: failure notice\nMessage-ID: <h@example.com>\nMIME-Version: 1.0\n';

test('of a mail with thousands of parts a few are taken, and a mail within a mail is not opened', () => {
  const part = '--b\nContent-Type: text/plain\n\nx\n';
  const wide = readMail(
    Buffer.from(`${header}Content-Type: multipart/mixed; boundary=b\n\n${part.repeat(7000)}`),
  );
  assert.equal(wide.parts.length, MOST_PARTS);
  const deep = readMail(bounceMail('nothing-nested-bomb'));
  assert.ok(deep.parts.length <= 5, `${deep.parts.length} parts`);
  const same = readMail(
    Buffer.from(
      `${header}Content-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Type: multipart/mixed; boundary=b\n\n'.repeat(5000)}`,
    ),
  );
  assert.ok(same.parts.length <= MOST_PARTS);
  const within = readMail(bounceMail('nothing-forwarded-report'));
  assert.deepEqual(
    within.parts.map(({ type }) => type),
    ['text/plain', 'message/rfc822'],
  );
});

test('of thousands of headers, recipients and lines a few are taken', () => {
  const headers = Array.from({ length: 20_000 }, (_, index) => `X-${index}: ${index}\n`).join('');
  assert.ok(readMail(Buffer.from(`${headers}\nbody`)).headers.size <= 200);
  const block = 'Final-Recipient: rfc822; ada@example.com\nAction: failed\nStatus: 5.1.1\n\n';
  assert.ok(readDeliveryStatus(block.repeat(10_000)).recipients.length <= 50);
  assert.ok(readDeliveryStatus(block.repeat(10_000).replaceAll('\n\n', '\n')).recipients.length <= 50);
  const folded = readMail(
    Buffer.from(`Subject: a\n${` ${'b'.repeat(99)}\n`.repeat(2000)}\nbody`),
  ).headers.get('subject');
  assert.ok((folded ?? '').length <= 4000);
});

test('of a mail that is too large only the beginning is looked at', () => {
  const report = bounceMail('postfix-no-such-user');
  const late = (filling: string) =>
    readBounce(
      Buffer.from(
        `${header}Content-Type: multipart/report; boundary=b\n\n--b\n\n${filling}\n--b\nContent-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n`,
      ),
    );
  assert.equal(late('x')?.code, '5.1.1');
  assert.equal(late('x\n'.repeat(150_000)), undefined);
  const followed = Buffer.concat([report, Buffer.alloc(20 * 1024 * 1024, 'x')]);
  assert.equal(readBounce(followed)?.code, '5.1.1');
});

const splinters = [
  'a@',
  '<a@b>:\n',
  '=',
  '=?utf-8?q?',
  '550-5.1.1 ',
  '--b',
  '--b\n',
  '<',
  '\r',
  '\n\n',
  ' ',
  'said: 550 ',
  'host a.',
  ';a="',
  'Action: failed\n',
  'Diagnostic-Code: smtp; 550 x\n\n',
];
const wrappings: ((filling: string) => string)[] = [
  (filling) => filling,
  (filling) => `${header}\n${filling}`,
  (filling) => `${header}${filling}`,
  (filling) =>
    `${header}Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\nundelivered${filling}`,
  (filling) =>
    `${header}Content-Type: multipart/report; boundary="b"\n\n--b\nContent-Type: message/delivery-status\n\nAction: failed\nDiagnostic-Code: smtp; ${filling}`,
  (filling) => `${header}Content-Type: multipart/mixed; boundary="b"\n\n${filling}`,
];

test('a quarter of a megabyte of anything is read to its end, without a fault', () => {
  for (const splinter of splinters) {
    const filling = splinter.repeat(Math.ceil((256 * 1024) / splinter.length));
    for (const wrapped of wrappings) {
      assert.doesNotMatch(readBounce(Buffer.from(wrapped(filling)))?.words ?? '', /@/);
    }
  }
});

eachDatabase('what is no report changes nothing, however it calls itself', async ({ db }) => {
  const { sentMessage, bounce } = bouncingNode(db);
  const id = await sentMessage();
  const before = await everything(db);
  const mails = Object.keys(bounces).filter((name) => name.startsWith('nothing-'));
  assert.ok(mails.length > 10);
  for (const name of mails) assert.equal(await bounce(id, name), 'nothing-said', name);
  assert.deepEqual(await everything(db), before);
});
