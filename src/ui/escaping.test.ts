import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  banner,
  button,
  checkbox,
  codeText,
  contact,
  contactText,
  copyable,
  countdown,
  definitionList,
  details,
  emptyState,
  field,
  form,
  type Html,
  hiddenField,
  html,
  identity,
  link,
  linkButton,
  linkList,
  lumenMark,
  page,
  passwordField,
  postButton,
  radios,
  select,
  serviceList,
  table,
  textBlock,
  usernameForPasswordManagers,
} from './index.ts';

const evil = `"><script>alert(1)</script>' onfocus='x' & {{x}}`;
const address = 'javascript:alert(1)';
const problems = [{ field: evil, message: evil }, { message: evil }];
const support = { name: evil, email: evil, phone: evil };

const parts: Record<string, Html> = {
  banner: banner({ tone: 'warning', title: evil, text: evil }),
  button: button({ text: evil, name: evil, value: evil }),
  checkbox: checkbox({ label: evil, name: evil, value: evil, hint: evil, problems }),
  codeText: codeText(evil),
  contact: contact(support, evil),
  contactText: contactText(support),
  copyable: copyable({ label: evil, text: evil }),
  countdown: countdown({ before: evil, now: 0, until: 1 }),
  definitionList: definitionList([{ term: evil, detail: evil }]),
  details: details({ summary: evil, body: evil, id: evil }),
  emptyState: emptyState({ text: evil, action: link({ href: address, text: evil }) }),
  field: field({ label: evil, name: evil, value: evil, hint: evil, autocomplete: evil, min: evil, problems }),
  form: form({ action: evil, csrf: evil, submit: evil, body: html`${evil}` }),
  hiddenField: hiddenField(evil, evil),
  identity: identity({ email: evil, change: address }),
  linkButton: linkButton({ href: address, text: evil }),
  linkList: linkList([{ href: address, text: evil }]),
  passwordField: passwordField({
    label: evil,
    name: evil,
    autocomplete: 'new-password',
    hint: evil,
    problems,
    checklist: [{ id: evil, text: evil, same: evil }],
    check: evil,
  }),
  postButton: postButton({ action: evil, csrf: evil, text: evil, fields: { [evil]: evil } }),
  radios: radios({ label: evil, name: evil, choices: [{ value: evil, text: evil, hint: evil }], problems }),
  select: select({ label: evil, name: evil, choices: [{ value: evil, text: evil }], value: evil, problems }),
  serviceList: serviceList([{ name: evil, note: evil, serviceClass: evil, href: address }]),
  table: table({ caption: evil, columns: [evil], rows: [[evil]] }),
  textBlock: textBlock(evil),
  usernameForPasswordManagers: usernameForPasswordManagers(evil),
  page: page(
    { brand: { name: evil, mark: lumenMark, stylesheet: evil }, reference: evil },
    {
      title: evil,
      heading: evil,
      intro: evil,
      panel: { service: evil, serviceClass: evil, now: evil, next: evil },
      back: { href: address, text: evil },
      progress: { step: 1, of: 6, name: evil },
      problems,
      notice: { tone: 'note', text: evil },
      refresh: { seconds: 3, href: address },
      body: html``,
    },
  ),
};

for (const [name, markup] of Object.entries(parts)) {
  test(`${name} shows what was typed, and never lets it become markup`, () => {
    const text = String(markup);
    assert.doesNotMatch(text, /<script>alert/);
    // With its quotes escaped, a value cannot leave its attribute.
    assert.doesNotMatch(text, /' onfocus=|"><script/);
    assert.doesNotMatch(text, /javascript:/);
  });

  test(`${name} needs nothing that the content security policy forbids`, () => {
    const text = String(markup).replaceAll(/"[^"]*"/g, '""');
    assert.doesNotMatch(text, /<style|<script(?! type="" src="")|<[^>]* (?:style|on[a-z]+)=/);
  });
}

test('an address that only looks like a path of ours leads nowhere', () => {
  for (const href of [
    '//evil.example',
    '/\\evil.example',
    'javascript:x',
    ' javascript:x',
    'data:text/html,x',
    'x',
  ]) {
    assert.match(String(link({ href, text: 'Next' })), /href="#"/, href);
  }
});

test('paths, fragments, web addresses, mail and telephone lead where they say', () => {
  for (const href of ['/', '/help', '?to=x', '#main', 'https://example.com/', 'mailto:a@b.c', 'tel:+1']) {
    assert.ok(String(link({ href, text: 'Next' })).includes(`href="${href}"`), href);
  }
});

test('a template that is given a promise is a fault', () => {
  assert.throws(() => html`${Promise.resolve('late') as never}`, TypeError);
});
