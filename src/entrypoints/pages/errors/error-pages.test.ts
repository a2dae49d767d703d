import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minutes } from '../../../kernel/index.ts';
import { expiredSignInPage, tooManyRequestsPage } from './index.ts';

const shell = { brand: { name: 'Lumen', mark: '' }, reference: 'K7QM-2XWD' };

test('an expired sign-in has one button, which starts again at the service the person came from', () => {
  const startAgain = { href: 'https://hosting.example.com/sign-in', service: 'Managed Hosting' };
  const text = String(expiredSignInPage(shell, { startAgain }));
  assert.equal(text.match(/class="button /g)?.length, 1);
  assert.match(text, /href="https:\/\/hosting\.example\.com\/sign-in">Start again at Managed Hosting</);
  assert.doesNotMatch(text, /cookie/i);
});

test('whoever has to wait is told how long, and until when', () => {
  const now = Date.UTC(2026, 10, 24, 16, 0, 0);
  const text = String(tooManyRequestsPage(shell, { now, retryAt: now + minutes(15) }));
  assert.match(text, /15 minutes/);
  assert.match(text, /16:15:00 UTC/);
});
