import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from '../../../ui/index.ts';
import { emailPage } from './email.page.ts';

test('the first page of a sign-in says in two sentences what it is for', () => {
  const page = emailPage({
    shell: { brand: { name: 'Lumen', mark: html`` }, reference: 'TEST-TEST' },
    panel: { service: 'A', serviceClass: 'a', now: 'Now.', next: 'Next.' },
    action: '/',
    csrf: 'c',
    email: '',
    brand: 'Lumen',
    passkey: { action: '/', options: undefined, notice: undefined },
  });
  const [, intro = ''] = /<p class="intro">([^<]+)</.exec(String(page)) ?? [];
  assert.equal(intro.match(/[.?!](?= |$)/g)?.length, 2, intro);
});
