import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { Hono } from 'hono';
import { fakeClock } from '../../../../test/support/clock.ts';
import { hours } from '../../../kernel/index.ts';
import { cookiesFor, type PageEnv } from '../../../platform/http/index.ts';
import { attemptCookieHeaders } from './attempt-cookies.ts';
import { handOut } from './visit.ts';

const cookies = cookiesFor('http://localhost:3000');

test('the cookie of an attempt lasts as long as the authorization request does', () => {
  const request = { headers: {} } as IncomingMessage;
  const arrived = { attemptId: 'a1', secret: 's', lifetime: hours(3) };
  const [header = ''] = attemptCookieHeaders(cookies, request, arrived);
  assert.match(header, /^ma_attempt_a1=s;.*Max-Age=10800/);
});

test('a cookie that takes the place of another one ends with the attempt as well', async () => {
  const clock = fakeClock();
  const attempt = { id: 'a1', expiresAt: clock.now() + hours(2) };
  const app = new Hono<PageEnv>().get('/', (c) => {
    handOut({ cookies, clock }, c, attempt, 'new');
    return c.text('');
  });
  const answer = await app.request('/');
  assert.match(answer.headers.get('set-cookie') ?? '', /^ma_attempt_a1=new;.*Max-Age=7200/);
});
