import assert from 'node:assert/strict';
import { test } from 'node:test';
import { someMorning } from '../../../../test/support/clock.ts';
import type { FilledLetter } from '../message-kinds.ts';
import { type Letterhead, letterOf } from './index.ts';

const letterhead: Letterhead = {
  brand: 'Lumen',
  colors: { accent: '#2a45d6', accentText: '#ffffff', darkAccent: '#93a5ff', darkAccentText: '#10131c' },
  issuer: 'https://account.example.com',
  customerCare: { name: 'Customer Care', email: 'help@ctl.io', phone: '+1 555 555 5555' },
};
const link = 'https://account.example.com/register/verify-email?token=ABCD-EFGH&x=1';
const canary = `<b>"Ada" & 'Eve'</b>`;
const whence = { at: someMorning, address: '192.0.2.7', browser: 'Firefox on Linux' };
const letters: FilledLetter[] = [
  { kind: 'registration-token', fields: { token: 'ABCD-EFGH', link, expiresAt: someMorning } },
  { kind: 'already-registered', fields: { link } },
  { kind: 'account-created', fields: { firstName: canary } },
  {
    kind: 'service-linked',
    fields: { firstName: 'Ada', service: 'Managed Hosting', username: canary, at: someMorning },
  },
  { kind: 'password-changed', fields: { firstName: canary, changedAt: someMorning } },
  {
    kind: 'link-ended',
    fields: { firstName: 'Ada', service: 'Managed Hosting', username: canary, at: someMorning },
  },
  {
    kind: 'account-changed',
    fields: { firstName: canary, change: 'name-changed', detail: canary, ...whence, link },
  },
  { kind: 'email-change-token', fields: { token: 'ABCD-EFGH', link, expiresAt: someMorning } },
  { kind: 'email-change-taken', fields: { link } },
  { kind: 'email-change-asked', fields: { firstName: canary, to: 'new@example.com', ...whence, link } },
  {
    kind: 'email-changed',
    fields: {
      ...{ firstName: canary, left: 'ada@example.com', to: 'new@example.com', back: 'ada@example.com', link },
      ...whence,
    },
  },
  { kind: 'email-arrived', fields: { firstName: canary, left: 'ada@example.com', at: someMorning } },
  { kind: 'email-left', fields: { at: someMorning } },
  { kind: 'email-returned', fields: { at: someMorning } },
  { kind: 'deletion-asked', fields: { firstName: canary, dueAt: someMorning, ...whence, link } },
  { kind: 'reset-started', fields: { firstName: canary, at: someMorning, link } },
  { kind: 'password-ends', fields: { firstName: canary, endsAt: someMorning, days: 7, link } },
];

test('whoever is told of what was done is told when, from where, and in which browser', () => {
  const told = letters.filter((letter) => 'browser' in letter.fields);
  assert.equal(told.length, 4);
  for (const letter of told) {
    const { text } = letterOf(letter, letterhead);
    for (const fact of ['192.0.2.7', 'Firefox on Linux', '4 May 2026'])
      assert.ok(text.includes(fact), `${letter.kind}: ${fact}`);
  }
});

test('what an agent did is said to be done by Customer Care, and from nowhere', () => {
  const besides = [['Linked services', canary]] as const;
  const what = { change: 'link-removed', detail: 'As bob', besides, by: 'customer-care' } as const;
  const nowhere = { address: undefined, browser: undefined };
  const fields = { firstName: 'Ada', at: someMorning, link, ...what, ...nowhere };
  const { text, html } = letterOf({ kind: 'account-changed', fields }, letterhead);
  assert.match(text, /^By: +Customer Care$/m);
  assert.ok(text.includes(`\nLinked services: ${canary}\n`));
  assert.ok(
    html.includes('Linked services') && !html.includes(canary),
    'what others have typed is no markup',
  );
  assert.doesNotMatch(text, /From:|Browser:/);
});

test('the token’s mail has the subject that people look for, its token, its link and its end', () => {
  const { subject, text, html } = letterOf(letters[0] as FilledLetter, letterhead);
  assert.equal(subject, 'Lumen Email Validation Token');
  for (const body of [text, html]) {
    assert.match(body, /\bABCD-EFGH\b/);
    assert.match(body, /4 May 2026 at 09:00 UTC/);
  }
  assert.ok(text.includes(`\n${link}\n`), 'the link stands whole on a line of its own');
  assert.ok(
    html.includes('href="https://account.example.com/register/verify-email?token=ABCD-EFGH&#38;x=1"'),
  );
});

for (const filled of letters) {
  test(`the letter ${filled.kind} says the same in plain text and HTML, within its bounds`, () => {
    const { subject, text, html } = letterOf(filled, letterhead);
    assert.doesNotMatch(subject + text + html, /undefined|\[object/);
    const words = html
      .replace(/<style>.*<\/style>|<title>.*<\/title>|<[^>]*>/gs, ' ')
      .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    const wordsOfHtml = new Set(words.split(/[\s:]+/));
    for (const word of text
      .replace(/https?:\S+/g, '')
      .replace(/[-:]+$/gm, '')
      .split(/\s+/)
      .filter((each) => /^[a-z]{4,}$/.test(each))) {
      assert.ok(wordsOfHtml.has(word), `“${word}” stands in both`);
    }
    for (const line of text.split('\n')) if (!line.startsWith('http')) assert.ok(line.length <= 78, line);
    assert.doesNotMatch(html, /<img|<script|url\(/i);
    assert.ok(html.length < 20_000, 'Gmail cuts longer ones');
  });
}

test('names are shown as they were typed, never read as HTML', () => {
  const named = letters.filter(({ fields }) => Object.values(fields).includes(canary));
  assert.equal(named.length, 11);
  for (const filled of named) {
    const { text, html } = letterOf(filled, letterhead);
    assert.ok(text.includes(canary));
    assert.ok(!html.includes('<b>'));
    assert.ok(html.includes('&#60;b&#62;&#34;Ada&#34; &#38; &#39;Eve&#39;&#60;/b&#62;'));
  }
});

test('line breaks in a name make no new lines in the letter', () => {
  const fields = { firstName: 'Ada\r\n\r\nVisit https://evil.example', changedAt: someMorning };
  const { text } = letterOf({ kind: 'password-changed', fields }, letterhead);
  assert.match(text, /^Hello Ada Visit https:\/\/evil\.example,$/m);
});

test('a username of a service turns no line of a letter around, and hides nothing in it', () => {
  const fields = {
    firstName: 'Ada',
    service: 'Managed Hosting',
    username: 'gp\u202Ej.e\u200Bxe',
    at: someMorning,
  };
  const { text, html } = letterOf({ kind: 'service-linked', fields }, letterhead);
  for (const body of [text, html]) {
    assert.ok(body.includes('gpj.exe'));
    assert.doesNotMatch(body, /\p{Cf}/u);
  }
});

test('whoever did not do it is told whom to tell', () => {
  // The others have a link of their own that does it.
  const kinds = ['service-linked', 'password-changed', 'link-ended', 'deletion-asked'];
  for (const filled of letters.filter(({ kind }) => kinds.includes(kind))) {
    assert.match(
      letterOf(filled, letterhead).text.replaceAll('\n', ' '),
      /tell Customer Care at once: help@ctl\.io or \+1 555 555 5555\./,
    );
  }
});
