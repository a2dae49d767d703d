import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ada,
  fillInRegistration,
  giveEmail,
  givePassword,
  proveServiceAccount,
} from '../test/journeys/people.ts';
import { aCollector } from '../test/support/collector.ts';
import { eachDatabase } from '../test/support/databases.ts';
import { anAccount, aSignInWorld } from '../test/support/sign-in-world.ts';

const person = {
  ...ada,
  email: 'canary-zq7x@example.com',
  firstName: 'Canaryzq7x',
};
const newcomer = { ...person, email: 'canary-new-zq7x@example.com' };

eachDatabase(
  'a sign-in is a trace from the request down to statements, hash and verifier, and nothing in it is of the person',
  async (fresh, t) => {
    const collector = await aCollector(t);
    const verifying: IncomingMessage[] = [];
    const service = createServer((request, response) => {
      verifying.push(request);
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ outcome: 'match', account: { id: 'canary-id-zq7x', username: 'canary-bob-zq7x' } }),
      );
    }).listen(0, '127.0.0.1');
    t.after(() => void service.close());
    await once(service, 'listening');
    const url = `http://localhost:${(service.address() as AddressInfo).port}/verify?key=canary-key-zq7x`;
    const world = await aSignInWorld(fresh, t, {
      change: (input) => ({
        ...input,
        tracing: { endpoint: collector.endpoint, serviceName: 'account' },
        trustedProxies: ['127.0.0.0/8', '::1'],
        services: input.services.map((each) => ({ ...each, verifier: { ...each.verifier, url } })),
      }),
    });
    await anAccount(world, person);
    const browser = world.browser();
    await world.send(browser, { state: 'canary-state-zq7x', login_hint: 'canary-hint-zq7x@example.com' });
    await giveEmail(browser, person);
    await givePassword(browser, { ...person, password: 'canary wrong zq7x' });
    await givePassword(browser, person);
    const reference = /[2-9B-Z]{4}-[2-9B-Z]{4}/.exec(browser.text)?.[0];
    await proveServiceAccount(browser, 'canary-bob-zq7x', { password: 'canary-legacy-zq7x' });
    const code = browser.url.searchParams.get('code') ?? '';
    const { tokens } = await world.exchange(browser);
    const traceId = 'c'.repeat(32);
    await fetch(`${world.issuer}/canary-zq7x?canary=zq7x`, {
      headers: { traceparent: `00-${traceId}-${'d'.repeat(16)}-01` },
    });
    const registering = world.browser();
    await world.send(registering);
    await giveEmail(registering, newcomer);
    await fillInRegistration(registering, newcomer);

    await collector.has(({ name }) => name === 'send message', 'a message that is tried');
    const verify = await collector.has(({ name }) => name === 'verify', 'the verifier');
    const childrenOf = (id: string) => collector.spans().filter(({ parentSpanId }) => parentSpanId === id);
    // One that is refused is answered with 303 as well, and is no transaction of several statements.
    const isTaken = (children: ReturnType<typeof childrenOf>) =>
      children.some(({ name }) => name === 'hash') &&
      children.some(({ name, attributes }) => name === 'transaction' && 'db.query.summary' in attributes);
    const password = await collector.has(
      ({ name, spanId, attributes }) =>
        name === 'POST /sign-in/:attempt/:step' &&
        attributes['http.response.status_code'] === 303 &&
        isTaken(childrenOf(spanId)),
      'the password',
    );
    const exchange = await collector.has(({ name }) => name === 'POST /oidc/token', 'the exchange');
    const unmatched = await collector.has(({ traceId: id }) => id === traceId, 'the believed caller');
    const spans = collector.spans();
    const below = (id: string) => spans.filter(({ parentSpanId }) => parentSpanId === id);
    const within = below(password.spanId);

    assert.deepEqual([password.kind, password.attributes['url.path']], [2, '/sign-in/:attempt/:step']);
    assert.equal(password.parentSpanId, undefined);
    assert.equal(password.attributes['master_account.reference'], reference);
    assert.ok(
      within.some(({ name }) => name === 'hash'),
      within.map(({ name }) => name).join(),
    );
    const transaction = within.find(({ name }) => name === 'transaction');
    assert.match(
      String(transaction?.attributes['db.query.summary']),
      /^(SELECT|INSERT|UPDATE|DELETE) \w+(; |$)/,
    );
    assert.ok(within.some(({ name }) => /^SELECT \w+$/.test(name)));
    assert.equal(exchange.attributes['http.route'], '/oidc/token');

    assert.deepEqual(verify.attributes, {
      'master_account.service': 'managed-hosting',
      'master_account.outcome': 'match',
      ...(verify.attributes['master_account.reference'] !== undefined && {
        'master_account.reference': reference,
      }),
    });
    const [call] = below(verify.spanId);
    assert.deepEqual([call?.kind, call?.attributes['http.response.status_code']], [3, 200]);
    assert.equal(verifying[0]?.headers['traceparent'], `00-${call?.traceId}-${call?.spanId}-01`);

    assert.equal(unmatched.name, 'GET');
    assert.equal(unmatched.parentSpanId, 'd'.repeat(16));

    // With letters that no id of a span has in it.
    const sent = collector.bodies.join('\n');
    assert.doesNotMatch(sent, /zq7x/i);
    for (const secret of [code, ada.password, ...Object.values(tokens).filter((each) => each.length > 20)])
      assert.ok(!sent.includes(secret));
    const line = world
      .log()
      .split('\n')
      .find((each) => each.includes(password.traceId));
    assert.equal(JSON.parse(line ?? '{}').reference, reference);
    assert.equal(JSON.parse(line ?? '{}').span_id, password.spanId);
  },
);
