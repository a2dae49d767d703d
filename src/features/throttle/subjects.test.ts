import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressBlock, canonicalSubject, foldSpelling } from './subjects.ts';

test('addresses of one IPv4 /24 are one subject, and those beside it are not', () => {
  assert.equal(addressBlock('192.0.2.1'), addressBlock('192.0.2.254'));
  assert.notEqual(addressBlock('192.0.2.1'), addressBlock('192.0.3.1'));
});

test('addresses of one IPv6 /56 are one subject, and those beside it are not', () => {
  assert.equal(addressBlock('2001:db8:0:ff00::1'), addressBlock('2001:0DB8:0000:ffff:ffff::2'));
  assert.notEqual(addressBlock('2001:db8:0:ff00::1'), addressBlock('2001:db8:0:fe00::1'));
});

test('an IPv4 address written as IPv6 is counted with its IPv4 block', () => {
  assert.equal(addressBlock('::ffff:192.0.2.7'), addressBlock('192.0.2.1'));
  assert.equal(addressBlock('::FFFF:c000:0207'), addressBlock('192.0.2.1'));
});

test('the zone of a link-local address makes no new subject', () => {
  assert.equal(addressBlock('fe80::1%eth0'), addressBlock('fe80::2%eth1'));
});

test('whoever comes without a readable address shares one budget', () => {
  for (const text of ['', 'unknown', '1.2.3.4, 5.6.7.8', '\u0000'])
    assert.equal(addressBlock(text), 'unknown');
});

test('all addresses of a block are one subject, whichever they are', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const same = fc.tuple(byte, byte, byte, byte, byte);
  fc.assert(
    fc.property(same, ([a, b, c, one, other]) => {
      assert.equal(addressBlock(`${a}.${b}.${c}.${one}`), addressBlock(`::ffff:${a}.${b}.${c}.${other}`));
    }),
  );
});

test('spellings that a service may take for the same username are one subject', () => {
  const spellings = [
    'Bob',
    'bob ',
    ' BOB',
    'ｂｏｂ',
    'b\u200bob',
    'b o b',
    'bo\u00adb',
    'bób'.normalize('NFD'),
    'b\tob',
  ];
  for (const spelling of spellings) assert.equal(foldSpelling(spelling), 'bob', JSON.stringify(spelling));
});

test('different usernames stay different subjects', () => {
  const names = ['bob', 'bob2', 'b.ob', 'b@ob', 'rob'];
  assert.equal(new Set(names.map(foldSpelling)).size, names.length);
});

test('folding a spelling twice changes nothing more', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (text) => foldSpelling(foldSpelling(text)) === foldSpelling(text),
    ),
  );
});

test('the parts of a subject never run into one another', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (left, right) => {
      const same = canonicalSubject(left, 'id') === canonicalSubject(right, 'id');
      assert.equal(same, left.length === right.length && left.every((part, index) => part === right[index]));
    }),
  );
});

test('ids are told apart by letter case', () => {
  assert.notEqual(canonicalSubject('aB', 'id'), canonicalSubject('ab', 'id'));
});
