import assert from 'node:assert/strict';
import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../../test/support/databases.ts';
import { scriptedRelay } from '../../../test/support/scripted-relay.ts';
import { type DkimSettings, type Mail, openMailer } from './index.ts';

const mail: Mail = {
  from: { name: 'Lumen', address: 'noreply@ctl.io' },
  to: 'ada@example.com',
  subject: 'Größe: a subject that is long enough to be folded over more than one line of the header',
  text: 'Hello   Ada, \n\n.a line with a dot\nö\n\n\n',
  html: '<p>Hello</p>',
  messageId: 'm-1@ctl.io',
  headers: { 'X-PM-Metadata-trace': 'abc' },
};

const smtp = (port: number) => ({ host: '127.0.0.1', port, secure: false, requireTls: false });

function settingsWith(key: string): DkimSettings {
  const privateKeyFile = join(temporaryFolder(), 'dkim.pem');
  writeFileSync(privateKeyFile, key);
  return { domain: 'ctl.io', selector: '2026a', privateKeyFile };
}

/** The parts of a mail as RFC 6376 takes them: `relaxed` for headers and body. */
function readSigned(raw: string) {
  const [head = '', body = ''] = [
    raw.slice(0, raw.indexOf('\r\n\r\n')),
    raw.slice(raw.indexOf('\r\n\r\n') + 4),
  ];
  const fields = head.split(/\r\n(?![ \t])/).map((field) => {
    const name = field.slice(0, field.indexOf(':')).trim().toLowerCase();
    const value = field.slice(field.indexOf(':') + 1).replace(/\r\n/g, '');
    return { name, relaxed: `${name}:${value.replace(/[ \t]+/g, ' ').trim()}` };
  });
  const signature = fields.find(({ name }) => name === 'dkim-signature')?.relaxed ?? assert.fail(head);
  const tags = new Map(
    signature
      .slice(signature.indexOf(':') + 1)
      .split(';')
      .map((tag) => [tag.split('=')[0]?.trim() ?? '', tag.slice(tag.indexOf('=') + 1).replace(/\s/g, '')]),
  );
  const undotted = `${body}\r\n`.replace(/^\.\./gm, '.');
  const lines = undotted.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return { fields, signature, tags, body: `${lines.join('\r\n')}\r\n` };
}

function isSigned(raw: string, publicKey: Parameters<ReturnType<typeof createVerify>['verify']>[0]): boolean {
  const { fields, signature, tags, body } = readSigned(raw);
  const bodyHash = createHash('sha256').update(body, 'latin1').digest('base64');
  if (bodyHash !== tags.get('bh')) return false;
  const signed = (tags.get('h') ?? '')
    .split(':')
    .map((name) => fields.find((field) => field.name === name)?.relaxed ?? '');
  const text = [...signed, signature.replace(/(;\s*b=)[^;]*/, '$1')].join('\r\n');
  return createVerify('rsa-sha256')
    .update(text, 'latin1')
    .verify(publicKey, tags.get('b') ?? '', 'base64');
}

test('mail is signed so that whoever has the public key can see that nobody changed it', async (t) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const dkim = settingsWith(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const relay = await scriptedRelay(t);
  const mailer = openMailer(smtp(relay.port), { dkim });
  t.after(() => mailer.close());
  await mailer.send(mail);
  const [raw = ''] = relay.mails;
  assert.ok(isSigned(raw, publicKey));
  const { tags } = readSigned(raw);
  assert.deepEqual([tags.get('d'), tags.get('s'), tags.get('a')], ['ctl.io', '2026a', 'rsa-sha256']);
  assert.equal(tags.get('h'), 'from:to:subject:date:message-id:mime-version:content-type');
  for (const changed of [
    raw.replace(/^To: ada/m, 'To: eve'),
    raw.replace('Hello', 'Hallo'),
    raw.replace(/^Date: .*$/m, 'Date: Thu, 01 Jan 1970 00:00:00 +0000'),
  ]) {
    assert.notEqual(changed, raw);
    assert.ok(!isSigned(changed, publicKey));
  }
  // A provider takes its own headers out.
  assert.ok(isSigned(raw.replace(/^X-PM-Metadata-trace: .*\r\n/im, ''), publicKey));
});

test('a key that cannot sign is refused at the start, and none of it is said', () => {
  const ed25519 = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
  for (const [key, words] of [
    [ed25519, /no RSA key of 1024 bits/],
    [pss.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), /no RSA key of 1024 bits/],
    ['-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n', /no private key in PEM/],
    ['secret', /no private key in PEM/],
  ] as const) {
    assert.throws(
      () => openMailer(smtp(1), { dkim: settingsWith(key) }),
      (fault: Error) => words.test(fault.message) && !/secret|c2VjcmV0/.test(fault.message),
    );
  }
});
