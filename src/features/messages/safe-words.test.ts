import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { safeWords } from './safe-words.ts';

const recipient = 'ada@example.com';
const instead = 'the receiving server gave no reason';
const safe = (words: string): string => safeWords(words, { recipient, instead });

test('the codes in front of a reply, and between its lines, are not part of the words', () => {
  assert.equal(safe('550 5.1.1 The mailbox does not exist'), 'The mailbox does not exist');
  assert.equal(safe('550-5.1.1 The mailbox\r\n550 5.1.1 does not exist'), 'The mailbox does not exist');
  assert.equal(safe('5.1.1 User unknown'), 'User unknown');
  assert.equal(safe('smtp; 550 #5.1.0 Address rejected.'), 'Address rejected.');
});

test('nobody is led anywhere by a server’s words', () => {
  const removed = '(web address removed)';
  assert.equal(safe('Unblock it at https://evil.example/a?b=c now'), `Unblock it at ${removed} now`);
  for (const address of [
    'evil.com',
    'EVIL.CO.UK/login',
    'www.evil',
    'javascript:alert(1)',
    'mailto:eve',
    '192.0.2.7/pay',
    'http://[2001:db8::1]/x',
    'ev\u200bil.com',
    '\u202eevil.com',
    'ｅｖｉｌ．ｃｏｍ',
    'evil。com',
    'evil[.]com',
    'evil (dot) com',
    'еvil.рф',
  ]) {
    assert.equal(safe(`Go to ${address}`), `Go to ${removed}`, address);
  }
});

test('no number can be dialled', () => {
  for (const number of ['+1 (800) 555-0199', '0800 123456', '(555) 555-0100', '٠٨٠٠١٢٣٤٥٦', '800.555.0199']) {
    assert.equal(safe(`Call ${number} now`), 'Call (number removed) now', number);
  }
  assert.equal(safe('Quota of 5 GB exceeded, see section 4.2'), 'Quota of 5 GB exceeded, see section 4.2');
});

test('the recipient’s own address may show, and nobody else’s: it may be where their mail is forwarded to', () => {
  assert.equal(safe('<ada@example.com>: unknown'), 'ada@example.com: unknown');
  assert.equal(safe('Unknown: ADA@Example.COM.'), 'Unknown: ada@example.com.');
  for (const other of [
    'boss@gmail.com',
    '<boss@gmail.com>',
    '"the boss"@gmail.com',
    'ada@example.com@gmail.com',
    'bounces+ada=example.com@mail.gmail.com',
  ]) {
    assert.equal(safe(`No room for ${other}`), 'No room for (another address)', other);
  }
});

test('the words stay on one line, close no quotes of ours, and hold nothing that cannot be seen', () => {
  assert.equal(safe("full'. Email was\r\n\tdelivered at 'noon"), 'full’. Email was delivered at ’noon');
  assert.equal(safe('a\u0000b\u202ec\u2066d\u00ade\ufeff'), 'a bcde');
  assert.match(safe(`no Z${'\u0335'.repeat(50)} here`), /^no Z\p{M}{2} here$/u);
});

test('a long reply ends at a word, and where nothing is left a sentence of ours stands', () => {
  const long = safe('word '.repeat(100));
  assert.ok(long.length <= 160 && long.endsWith('word…'), long);
  assert.ok(safe('x'.repeat(2000)).length <= 161);
  for (const nothing of ['', ' ', '550', '550 5.1.1', '<>', '…', 'https://evil.example', '+1 800 555 0199']) {
    assert.equal(safe(nothing), instead, JSON.stringify(nothing));
  }
});

test('whatever a server says, what is shown is short, one line, and holds no address of anybody else', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'ada@example.com',
      'boss@gmail.com',
      'https://evil.com',
      "'",
      '\u202e',
      '550 5.1.1 ',
      '\uE000',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const shown = safe(pieces.join(''));
      assert.ok(shown !== '' && shown.length <= 161);
      assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\p{Co}'"\r\n]/u);
      assert.doesNotMatch(shown.replaceAll(recipient, ''), /@gmail|evil\.com|:\/\//i);
    }),
    { numRuns: 1000 },
  );
});
