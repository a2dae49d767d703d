import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placesOf, SEGMENT } from '../texts/gsm-7.ts';
import { textOf } from '../texts/index.ts';
import { letterOf } from './letter-of.ts';

const letterhead = {
  brand: 'Lumen',
  colors: { accent: '#2a45d6', accentText: '#fff', darkAccent: '#93a5ff', darkAccentText: '#10131c' },
  issuer: 'https://account.example.com',
  customerCare: { name: 'Customer Care', email: 'care@example.com' },
};
const token = 'ABCD-EFGH';
const link = 'https://account.example.com/recover/token?token=filled-in';
const expiresAt = Date.UTC(2026, 4, 4, 9, 10);

test('the letter of a reset carries the token, the link that fills it in, and until when it counts', () => {
  for (const kind of ['recovery-token', 'recovery-token-known-device'] as const) {
    const { subject, text, html } = letterOf({ kind, fields: { token, link, expiresAt } }, letterhead);
    assert.equal(subject, 'Lumen token to reset your password');
    for (const written of [text, html]) {
      assert.ok(written.includes(token));
      assert.ok(written.includes(link));
      assert.match(written, /4 May 2026 at 09:10\s+UTC/);
    }
  }
});

test('what is sent instead says why, and where to go on', () => {
  for (const [kind, why] of [
    // Told to both: whoever has no number, and whoever has one where no gateway is configured.
    [
      'recovery-without-text',
      /no verified mobile\s+phone\s+number,\s+or\s+text\s+messages\s+are\s+not\s+sent\s+here\./,
    ],
    ['recovery-without-account', /There is\s+no account for it/],
  ] as const) {
    const { text } = letterOf({ kind, fields: { link: 'https://account.example.com/x' } }, letterhead);
    assert.match(text, why);
    assert.match(text, /https:\/\/account\.example\.com\/x/);
  }
});

test('the text of a reset says what its token is for, in one segment, however long the brand is', () => {
  for (const brand of ['Lumen', 'W'.repeat(40), '東京']) {
    const text = textOf({ kind: 'recovery-text', fields: { token, expiresAt } }, { ...letterhead, brand });
    assert.match(text, /^ABCD-EFGH is your token to reset your .*Master Account password\./);
    assert.ok((placesOf(text) ?? Number.POSITIVE_INFINITY) <= SEGMENT, text);
    assert.match(text, /\n@account\.example\.com #ABCD-EFGH$/);
  }
});
