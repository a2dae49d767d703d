import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minutes } from '../../../kernel/index.ts';
import {
  busyPage,
  expiredSignInPage,
  foreignFormPage,
  notFoundPage,
  refusedRequestPage,
  somethingWentWrongPage,
  tooManyRequestsPage,
  unavailablePage,
  unreadableFormPage,
} from './index.ts';

const shell = { brand: { name: 'Lumen', mark: '' }, reference: 'K7QM-2XWD' };
const customerCare = { name: 'Customer Care', email: 'help@ctl.io' };

test('an expired sign-in has one button, which starts again at the service the person came from', () => {
  const startAgain = { href: 'https://hosting.example.com/sign-in', service: 'Managed Hosting' };
  const text = String(expiredSignInPage(shell, { startAgain, customerCare }));
  assert.equal(text.match(/class="button /g)?.length, 1);
  assert.match(text, /href="https:\/\/hosting\.example\.com\/sign-in">Start again at Managed Hosting</);
  assert.doesNotMatch(text, /cookie/i);
  for (const reason of ['open for too long', 'begun in another browser', 'signed out since'])
    assert.ok(text.includes(reason), reason);
});

test('whoever has to wait is told how long, and until when', () => {
  const now = Date.UTC(2026, 10, 24, 16, 0, 0);
  const text = String(tooManyRequestsPage(shell, { now, retryAt: now + minutes(15), customerCare }));
  assert.match(text, /15 minutes/);
  assert.match(text, /16:15:00 UTC/);
});

test('whoever is told to come back later need not type anything again but what is secret', () => {
  const typed = [['answer1', 'A "red" boat']] as const;
  const text = String(busyPage(shell, customerCare, { again: '/register/questions', csrf: 'own', typed }));
  assert.match(text, /<form class="form" method="post" action="\/register\/questions"/);
  assert.match(text, /name="answer1" value="A &quot;red&quot; boat"/);
  assert.match(text, /name="csrf" value="own"/);
  const nothing = String(busyPage(shell, customerCare, { again: '/register/password', csrf: 'own' }));
  assert.doesNotMatch(nothing, /<form/);
  assert.match(nothing, /href="\/register\/password"/);
});

test('every error page names the team that helps, with an address that takes the reference along', () => {
  const startAgain = { href: 'https://hosting.example.com/sign-in', service: 'Managed Hosting' };
  const pages = [
    busyPage(shell, customerCare),
    expiredSignInPage(shell, { startAgain, customerCare }),
    foreignFormPage(shell, customerCare),
    notFoundPage(shell, customerCare),
    refusedRequestPage(shell, { startAgain, support: customerCare }),
    somethingWentWrongPage(shell, customerCare),
    tooManyRequestsPage(shell, { now: 0, retryAt: minutes(15), customerCare }),
    unavailablePage(shell, customerCare),
    unreadableFormPage(shell, customerCare),
  ];
  for (const each of pages) {
    assert.match(String(each), /Customer Care/);
    assert.match(String(each), /mailto:help@ctl\.io\?subject=Reference%20K7QM-2XWD/);
  }
});
