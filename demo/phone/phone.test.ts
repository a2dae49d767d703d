import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import { systemClock } from '../../src/kernel/index.ts';
import { freePorts } from '../../test/support/ports.ts';
import { smsSecretOf } from '../demo-secrets.ts';
import { listen, portNeed } from '../listen.ts';
import { assertBalanced } from '../test-support/balanced.ts';
import { temporaryDirectory } from '../test-support/service-world.ts';
import { behaviours } from './behaviours.ts';
import { openPhone } from './index.ts';

interface Word {
  trace: string;
  status: string;
  eventId: string;
  reason?: string;
}

interface Listed {
  to: string;
  text: string;
  answer: string;
  status: string | null;
}

/** Master Account as the phone reaches it: takes words that are signed, unless it is told to be away. */
async function masterAccount(t: TestContext, secret: string) {
  const words: Word[] = [];
  const state = { isAway: false, asked: 0 };
  const app = new Hono();
  app.post('/webhooks/sms/gateway', async (c) => {
    state.asked += 1;
    if (state.isAway) return c.text('', 503);
    const body = await c.req.text();
    words.push(new Webhook(secret).verify(body, c.req.header()) as Word);
    return c.json({ filed: 'filed' });
  });
  const port = await freePorts(1);
  const server = await listen(app, portNeed(port, 'nothing', 'the test'));
  t.after(() => server.stop());
  return { words, state, callback: `http://localhost:${port}/webhooks/sms/gateway` };
}

async function runningPhone(t: TestContext, { directory = temporaryDirectory(t), wordAfter = 1 } = {}) {
  const secret = smsSecretOf(directory);
  const account = await masterAccount(t, secret);
  const phone = openPhone({ dataDirectory: directory, clock: systemClock, wordAfter });
  t.after(() => phone.stop().catch(() => undefined));
  const post = (body: string, key = secret) => {
    const now = new Date();
    return phone.routes.request('/phone/gateway', {
      method: 'POST',
      body,
      headers: {
        'webhook-id': 'msg_1',
        'webhook-timestamp': `${Math.floor(now.getTime() / 1000)}`,
        'webhook-signature': new Webhook(key).sign('msg_1', now, body),
      },
    });
  };
  let count = 0;
  const send = (to: string, said: object = {}) => {
    count += 1;
    const { callback } = account;
    const text = { id: `m-${count}`, to, text: 'ABCD-EFGH', trace: `trace-${count}`, callback, ...said };
    return post(JSON.stringify(text));
  };
  const list = async (query = '') =>
    (await (await phone.routes.request(`/api/texts${query}`)).json()) as Listed[];
  const page = async (query = '') => (await phone.routes.request(`/phone${query}`)).text();
  const told = async (number: number) => {
    while (account.words.length < number) await sleep(5);
    return account.words;
  };
  return { ...account, ...phone, post, send, list, page, told };
}

test('a text that Master Account has signed is taken, shown, and told as delivered later', async (t) => {
  const phone = await runningPhone(t);
  const answer = await phone.send('+15555550100');
  assert.equal(answer.status, 200);
  assert.partialDeepStrictEqual(await answer.json(), { outcome: 'accepted' });
  assert.partialDeepStrictEqual(await phone.told(1), [{ trace: 'trace-1', status: 'delivered' }]);
  while ((await phone.list())[0]?.status === null) await sleep(5);
  assert.partialDeepStrictEqual(await phone.list(), [
    { to: '+15555550100', text: 'ABCD-EFGH', answer: 'accepted', status: 'delivered' },
  ]);
  assert.match(await phone.page(), /ABCD-EFGH/);
});

test('a text that nobody has signed is not taken', async (t) => {
  const phone = await runningPhone(t);
  const other = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
  assert.equal((await phone.post('{}', other)).status, 401);
  const bare = await phone.routes.request('/phone/gateway', { method: 'POST', body: '{}' });
  assert.equal(bare.status, 401);
  assert.equal((await phone.post('{}')).status, 400);
  assert.equal((await phone.send('555')).status, 400);
  assert.deepEqual(await phone.list(), []);
});

test('every number on the page behaves as the page says', async (t) => {
  const phone = await runningPhone(t);
  const page = await phone.page();
  for (const { ending, sentence } of behaviours) {
    assert.ok(page.includes(`+1-555-555-01${ending}`) && page.includes(sentence), ending);
  }
  const statuses = async (ending: string, id: string) =>
    (await phone.send(`+155555501${ending}`, { id })).status;
  const bodyOf = async (ending: string) => (await phone.send(`+155555501${ending}`)).json();
  assert.partialDeepStrictEqual(await bodyOf('02'), {
    outcome: 'refused',
    reason: 'There is no such number.',
  });
  assert.deepEqual([await statuses('03', 'busy'), await statuses('03', 'busy')], [503, 200]);
  assert.deepEqual([await statuses('06', 'never'), await statuses('06', 'never')], [503, 503]);
  for (const [ending, status] of [
    ['01', 'undeliverable'],
    ['04', 'blocked'],
    ['05', 'delayed'],
  ] as const) {
    const before = phone.words.length;
    assert.partialDeepStrictEqual(await bodyOf(ending), { outcome: 'accepted' });
    while (!(await phone.told(before + 1)).some((word) => word.status === status)) await sleep(5);
  }
});

test('a text whose answer got lost is shown once, and told of by its newest try', async (t) => {
  const phone = await runningPhone(t, { wordAfter: 50 });
  await phone.send('+15555550100', { id: 'same', trace: 'first' });
  assert.equal((await phone.send('+15555550100', { id: 'same', trace: 'second' })).status, 200);
  assert.equal((await phone.list()).length, 1);
  assert.partialDeepStrictEqual(await phone.told(1), [{ trace: 'second' }]);
});

test('a word that Master Account could not take is told again after a restart of the phone', async (t) => {
  const directory = temporaryDirectory(t);
  const before = await runningPhone(t, { directory });
  before.state.isAway = true;
  await before.send('+15555550100');
  while (before.state.asked === 0) await sleep(5);
  await before.stop();
  before.state.isAway = false;
  const after = openPhone({ dataDirectory: directory, clock: systemClock });
  t.after(() => after.stop());
  assert.partialDeepStrictEqual(await before.told(1), [{ status: 'delivered' }]);
  assert.partialDeepStrictEqual(await (await after.routes.request('/api/texts')).json(), [
    { text: 'ABCD-EFGH' },
  ]);
});

test('the newest text comes first, and a number finds its own, with or without its plus sign encoded', async (t) => {
  const phone = await runningPhone(t);
  for (const [to, text] of [
    ['+15555550100', 'first'],
    ['+447911123456', 'other'],
    ['+15555550100', 'second'],
  ] as const) {
    await phone.send(to, { text });
  }
  const texts = async (query: string) => (await phone.list(query)).map(({ text }) => text);
  assert.deepEqual(await texts(''), ['second', 'other', 'first']);
  for (const typed of ['%2B15555550100', '+15555550100', '%2B1-555-555-0100']) {
    assert.deepEqual(await texts(`?to=${typed}`), ['second', 'first'], typed);
  }
  assert.deepEqual(await texts('?limit=1'), ['second']);
  assert.match(await phone.page('?to=%2B447911123456'), /Texts to \+447911123456/);
});

test('a hostile text is text on the page, and so is what was typed into the search', async (t) => {
  const phone = await runningPhone(t);
  const hostile = '<script>alert(1)</script>\n<img src=x onerror=alert(2)>';
  await phone.send('+15555550100', { text: hostile });
  const page = await phone.page();
  assertBalanced(page);
  assert.doesNotMatch(page, /<script>alert|<img src=x/);
  assert.match(page, /&lt;script&gt;/);
  assert.doesNotMatch(
    await phone.page(`?to=${encodeURIComponent('"><script>alert(1)</script>')}`),
    /<script>alert/,
  );
});

test('the page looks again by itself until told not to', async (t) => {
  const { routes } = await runningPhone(t);
  assert.equal((await routes.request('/phone')).headers.get('refresh'), '5');
  assert.equal((await routes.request('/phone?follow=no')).headers.get('refresh'), null);
});
