import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normaliseEmail } from './normalise-email.ts';

const refused = { ok: false, error: 'email-form' };

test('spaces around, capitals and full-width characters make no other address', () => {
  for (const typed of [
    ' Ada@Example.COM ',
    'ada＠example.com',
    'ａｄａ@example．com',
    'ADA@EXAMPLE.COM\r\n',
  ]) {
    assert.deepEqual(normaliseEmail(typed), { ok: true, value: 'ada@example.com' });
  }
});

test('an international domain is kept in its ASCII form', () => {
  assert.deepEqual(normaliseEmail('ada@Bücher.example'), { ok: true, value: 'ada@xn--bcher-kva.example' });
  assert.deepEqual(normaliseEmail('ada@XN--BCHER-KVA.example'), {
    ok: true,
    value: 'ada@xn--bcher-kva.example',
  });
});

test('what real people have is accepted', () => {
  for (const email of [
    "o'brien+lumen@mail.example.co.uk",
    'a@b.co',
    '1@example.com',
    'a.b-c_d@ex-ample.com',
  ]) {
    assert.deepEqual(normaliseEmail(email), { ok: true, value: email });
  }
});

test('a look-alike in the local part is refused, not taken for the other letter', () => {
  for (const typed of ['аda@example.com', 'åda@example.com', 'ada\u200b@example.com']) {
    assert.deepEqual(normaliseEmail(typed), refused);
  }
});

test('more than one address, or more than an address, is refused', () => {
  const typed = [
    '',
    'ada',
    '@example.com',
    'ada@',
    'ada@bob@example.com',
    'ada@example.com,bob@example.com',
    'ada@example.com bob@example.com',
    'ada@example.com;bob@example.com',
    'Ada <ada@example.com>',
    '"ada lovelace"@example.com',
    '"ada@evil"@example.com',
    'ada(comment)@example.com',
    'victim@example.com\r\nBcc: all@example.com',
    'victim\n@example.com',
    'ada\u0000@example.com',
    '.ada@example.com',
    'ada.@example.com',
    'a..da@example.com',
  ];
  for (const each of typed) assert.deepEqual(normaliseEmail(each), refused, JSON.stringify(each));
});

test('a domain that is none is refused', () => {
  for (const domain of [
    'localhost',
    'example..com',
    '.example.com',
    'example.com.',
    '-example.com',
    'example-.com',
    '127.0.0.1',
    '0x7f.1',
    '[127.0.0.1]',
    '[::1]',
    'ex%61mple.com',
    'example.com:25',
    'example.com/x',
    'exam ple.com',
    `${'a'.repeat(64)}.com`,
  ]) {
    assert.deepEqual(normaliseEmail(`ada@${domain}`), refused, domain);
  }
});

test('the limits of RFC 5321 hold', () => {
  assert.ok(normaliseEmail(`${'a'.repeat(64)}@example.com`).ok);
  assert.ok(!normaliseEmail(`${'a'.repeat(65)}@example.com`).ok);
  const domain = `${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(57)}.com`;
  assert.ok(normaliseEmail(`${'a'.repeat(254 - 1 - domain.length)}@${domain}`).ok);
  assert.ok(!normaliseEmail(`${'a'.repeat(255 - 1 - domain.length)}@${domain}`).ok);
  assert.ok(!normaliseEmail(`a@${'x.'.repeat(500_000)}com`).ok, 'a megabyte');
});

test('normalised once, an address stays as it is, and is one line of ASCII', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.emailAddress(),
    fc.tuple(fc.string(), fc.domain()).map((pair) => pair.join('@')),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const once = normaliseEmail(text);
      if (!once.ok) return;
      assert.match(once.value, /^[!-?A-~]+@[a-z0-9.-]+$/);
      assert.deepEqual(normaliseEmail(once.value), once);
    }),
  );
});
