import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { minutes } from '../../../kernel/index.ts';
import { placesOf, SEGMENT } from './gsm-7.ts';
import { textOf } from './text-of.ts';

const token = 'ABCD-EFGH';
const textFor = (brand: string, issuer = 'https://account.example.com') =>
  textOf({ kind: 'phone-token', fields: { token, expiresAt: minutes(10) } }, { brand, issuer });

test('a text begins with the token, warns, and ends in a line that binds the token to our address', () => {
  assert.equal(
    textFor('Lumen'),
    'ABCD-EFGH is your Lumen Master Account token. Nobody of Lumen will ask you for it.\n\n@account.example.com #ABCD-EFGH',
  );
});

test('a brand with accents, or in another script, is written in the alphabet of SMS', () => {
  assert.match(textFor('Müller & Søn'), /your Müller & Søn Master/);
  assert.match(textFor('Dvořák™ Łódź'), /your DvorakTM odz Master/);
  assert.match(
    textFor('東京'),
    /^ABCD-EFGH is your Master Account token\. Nobody of us will ask you for it\./,
  );
});

test('the longest brand keeps the line that binds the token, and gives up the warning first', () => {
  assert.equal(
    textFor('W'.repeat(40)),
    `ABCD-EFGH is your ${'W'.repeat(40)} Master Account token.\n\n@account.example.com #ABCD-EFGH`,
  );
});

test('an address that is too long for the binding line leaves the warning', () => {
  const text = textFor('Lumen', `https://${'account.'.repeat(15)}example.com`);
  assert.equal(text, 'ABCD-EFGH is your Lumen Master Account token. Nobody of Lumen will ask you for it.');
});

test('an address that is no name is not written into the text', () => {
  assert.doesNotMatch(textFor('Lumen', 'http://[::1]:3000'), /@/);
  assert.match(textFor('Lumen', 'http://localhost:3000'), /\n@localhost #ABCD-EFGH$/);
});

test('every text is one segment of the alphabet of SMS, whatever the brand and the address', () => {
  const brand = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  const longBrand = fc.constantFrom(
    'ﷺ'.repeat(40),
    '€'.repeat(40),
    '㏂'.repeat(40),
    '🏳️‍🌈'.repeat(10),
    '\u0000',
    '[~]'.repeat(13),
  );
  const host = fc.domain();
  fc.assert(
    fc.property(fc.oneof(brand, longBrand), host, (name, domain) => {
      const text = textFor(name, `https://${domain}`);
      const places = placesOf(text);
      assert.ok(places !== undefined && places <= SEGMENT, `${places}: ${text}`);
      assert.ok(text.startsWith(token));
    }),
  );
});

test('the characters that take two places of a segment are counted as two, and those of other scripts not at all', () => {
  assert.equal(placesOf('@[€]'), 7);
  assert.equal(placesOf('Łódź'), undefined);
});
