import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { HashingBusy } from '../../../platform/hashing/index.ts';
import { ForeignForm, type PageEnv } from '../../../platform/http/index.ts';
import { type FaultDeps, handleFaults } from './handle-faults.ts';

/** An application whose one page throws that. */
function appThatThrows(fault: Error, more: Pick<FaultDeps, 'foreignForm'> = {}) {
  const logged: unknown[] = [];
  const { notFound, onError } = handleFaults({
    shell: () => ({ brand: { name: 'Lumen', mark: '' }, reference: 'K7QM-2XWD' }),
    customerCare: { name: 'Customer Care', email: 'help@ctl.io' },
    log: { error: (...said: unknown[]) => logged.push(said) },
    ...more,
  });
  const app = new Hono<PageEnv>().notFound(notFound).onError(onError);
  app.use(async (c, next) => {
    c.set('reference', 'K7QM-2XWD');
    await next();
  });
  app.all('/register/contact', () => {
    throw fault;
  });
  return { app, logged };
}

test('a fault is logged with the reference, and the page says only the reference and whom to turn to', async () => {
  const { app, logged } = appThatThrows(new Error('SQLITE_CORRUPT in /srv/data'));
  const answer = await app.request('/register/contact');
  const text = await answer.text();
  assert.equal(answer.status, 500);
  assert.doesNotMatch(text, /SQLITE|srv/);
  assert.match(text, /K7QM-2XWD/);
  assert.match(text, /help@ctl\.io/);
  assert.match(JSON.stringify(logged), /K7QM-2XWD/);
});

test('an address that nobody serves is not found, and nothing is logged as a fault', async () => {
  const { app, logged } = appThatThrows(new Error());
  const answer = await app.request('/nowhere');
  assert.equal(answer.status, 404);
  assert.match(await answer.text(), /There is no such page/);
  assert.deepEqual(logged, []);
});

test('a form from a foreign page changes nothing, and leads back to the page that it belongs to', async () => {
  const { app } = appThatThrows(new ForeignForm());
  const answer = await app.request('/register/contact?x=1', { method: 'POST' });
  assert.equal(answer.status, 403);
  assert.match(await answer.text(), /href="\/register\/contact"/);
});

test('a foreign form that cannot be looked up gets the general page, and the fault is logged with the reference', async () => {
  const fault = new Error('the attempt cannot be read');
  const { app, logged } = appThatThrows(new ForeignForm(), { foreignForm: () => Promise.reject(fault) });
  const answer = await app.request('/register/contact', { method: 'POST' });
  assert.equal(answer.status, 403);
  assert.match(await answer.text(), /href="\/register\/contact"/);
  assert.deepEqual(logged, [
    [{ err: fault, reference: 'K7QM-2XWD' }, 'A foreign form could not be looked up.'],
  ]);
});

test('a full queue of hashes is answered 503 with the time to come back', async () => {
  const { app, logged } = appThatThrows(new HashingBusy());
  const answer = await app.request('/register/contact', { method: 'POST' });
  assert.equal(answer.status, 503);
  assert.equal(answer.headers.get('Retry-After'), '30');
  assert.deepEqual(logged, []);
});

test('what is too large, of another kind, or sent in another way keeps its status and gets a page', async () => {
  for (const status of [405, 413, 415] as const) {
    const { app } = appThatThrows(new HTTPException(status));
    const answer = await app.request('/register/contact', { method: 'POST' });
    assert.equal(answer.status, status);
    assert.match(await answer.text(), /This could not be read/);
    assert.equal(answer.headers.get('Allow'), status === 405 ? 'GET, HEAD, POST' : null);
  }
});

test('a database that cannot be used is answered 503 with the time to come back, logged, and not explained', async () => {
  const away = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });
  const { app, logged } = appThatThrows(away);
  const answer = await app.request('/register/contact', { method: 'POST' });
  const text = await answer.text();
  assert.equal(answer.status, 503);
  assert.equal(answer.headers.get('Retry-After'), '5');
  assert.match(text, /K7QM-2XWD/);
  assert.match(text, /href="\/register\/contact"/);
  assert.doesNotMatch(text, /10\.0\.0\.7|ECONN/);
  assert.match(JSON.stringify(logged), /K7QM-2XWD/);
});
