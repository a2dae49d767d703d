import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { FORM_LIMIT, ForeignForm, guardForms, type PageEnv, readForm, typedInto } from './index.ts';

const issuer = 'https://account.example.com';

function app({ known = true } = {}) {
  return new Hono<PageEnv>()
    .use(async (c, next) => {
      c.set('csrf', 'right');
      c.set('browserIsKnown', known);
      await next();
    })
    .use(guardForms(issuer))
    .onError((error, c) => {
      if (error instanceof ForeignForm) return c.text('foreign', 403);
      if (error instanceof HTTPException) return c.text('unreadable', error.status);
      throw error;
    })
    .post('/typed', (c) => c.json(typedInto(c)))
    .all('/', (c) => c.json(c.req.method === 'POST' ? readForm(c) : {}));
}

const post = (body: string, headers: Record<string, string> = {}, settings = {}, path = '/') =>
  app(settings).request(path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: issuer, ...headers },
  });

test('a form of our own page is read, field by field', async () => {
  const answer = await post('csrf=right&email=ada%40example.com&firstName=Ada+L');
  assert.deepEqual(await answer.json(), { csrf: 'right', email: 'ada@example.com', firstName: 'Ada L' });
});

test('of a field that is sent twice the first counts, and email[] is not email', async () => {
  const answer = await post('csrf=right&email[]=x&email=first&email=second&__proto__=y');
  const form = (await answer.json()) as Record<string, string>;
  assert.equal(form['email'], 'first');
  assert.equal(form['email[]'], 'x');
});

test('what was typed is given back for a page that sends it again, but for what is secret', async () => {
  const secret = 'password=p&passwordConfirmation=p&currentPassword=p&token=t&code=c';
  const answer = await post(`csrf=right&answer1=A+boat&${secret}`, {}, {}, '/typed');
  assert.deepEqual(await answer.json(), { csrf: 'right', typed: [['answer1', 'A boat']] });
});

test('a form without the token, or with a wrong one, is refused', async () => {
  assert.equal((await post('email=x')).status, 403);
  assert.equal((await post('csrf=wrong&email=x')).status, 403);
});

test('a form from a browser that sent no id of its own is refused, whatever its token', async () => {
  assert.equal((await post('csrf=right', {}, { known: false })).status, 403);
});

test('a form that another site sent is refused, even with the right token', async () => {
  for (const origin of ['https://evil.example', 'null', 'https://account.example.com.evil.example']) {
    assert.equal((await post('csrf=right', { origin })).status, 403, origin);
  }
  for (const site of ['cross-site', 'same-site', 'none']) {
    assert.equal((await post('csrf=right', { 'sec-fetch-site': site })).status, 403, site);
  }
  assert.equal((await post('csrf=right', { 'sec-fetch-site': 'same-origin' })).status, 200);
});

test('a form that is too large is refused before it is read', async () => {
  assert.equal((await post(`csrf=right&password=${'x'.repeat(FORM_LIMIT)}`)).status, 413);
});

test('JSON and multipart bodies are not forms', async () => {
  assert.equal((await post('{"csrf":"right"}', { 'content-type': 'application/json' })).status, 415);
  assert.equal((await post('csrf=right', { 'content-type': 'multipart/form-data' })).status, 415);
});

test('a form with a NUL in it is refused: nobody types one, and not every database stores one', async () => {
  assert.equal((await post('csrf=right&email=a%00b')).status, 400);
});

test('only GET, HEAD and POST are answered', async () => {
  assert.equal((await app().request('/', { method: 'DELETE' })).status, 405);
  assert.equal((await app().request('/')).status, 200);
});
