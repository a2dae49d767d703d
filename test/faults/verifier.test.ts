// A service whose verifier hangs, answers garbage, or has a certificate that is not its own: nothing was checked, nothing
// is counted, and the other services notice nothing.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { ConfigurationInput } from '../../src/config.ts';
import { days, seconds } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, proveServiceAccount } from '../journeys/people.ts';
import { freshDatabase } from '../support/databases.ts';
import { anAccount, aSignInWorld } from '../support/sign-in-world.ts';
import { signingCertificate } from '../support/signing-certificate.ts';

async function listening(t: TestContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const match = JSON.stringify({ outcome: 'match', account: { id: 'the-id', username: 'bob' } });

/** What each does with the question; the answer itself would be right. */
const plain: Record<string, RequestListener> = {
  'hangs before it answers': () => undefined,
  'hangs in the middle of its answer': (_, response) => void response.write(match.slice(0, 20)),
  'breaks off in the middle of its answer': (_, response) => {
    response.write(match.slice(0, 20), () => response.destroy());
  },
  'answers with a page': (_, response) => void response.end('<h1>Welcome</h1>'),
  'answers with half of it': (_, response) => void response.end(match.slice(0, 20)),
  'answers with another outcome': (_, response) => void response.end('{"outcome":"perhaps"}'),
  'answers a match without an account': (_, response) => void response.end('{"outcome":"match"}'),
  'answers right, with another status': (_, response) => {
    response.writeHead(500).end(match);
  },
};

async function brokenVerifiers(t: TestContext): Promise<[what: string, url: string][]> {
  const made = Object.entries(plain).map(async ([what, answer]): Promise<[string, string]> => {
    return [what, `http://localhost:${await listening(t, createHttpServer(answer))}/verify`];
  });
  const now = Date.now();
  const { pem, privateKey } = signingCertificate({
    name: 'elsewhere.example',
    from: now - days(1),
    to: now + days(9),
  });
  const identity = { cert: pem, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
  const foreign = createHttpsServer(identity, (_, response) => void response.end(match));
  const secure = [
    'has a certificate of somebody else',
    `https://localhost:${await listening(t, foreign)}/verify`,
  ];
  const noTls = [
    'speaks no TLS',
    `https://localhost:${await listening(
      t,
      createHttpServer(() => undefined),
    )}/verify`,
  ];
  return [...(await Promise.all(made)), secure as [string, string], noTls as [string, string]];
}

test('a verifier that is broken in whatever way costs nobody a try, and no other service anything', async (t) => {
  const broken = await brokenVerifiers(t);
  const fresh = await freshDatabase('sqlite', t);
  const copyOf = (service: ConfigurationInput['services'][number], number: number, url: string) => ({
    ...service,
    id: `broken-${number}`,
    verifier: { ...service.verifier, url },
    client: { ...service.client, clientId: `broken-${number}` },
  });
  const world = await aSignInWorld(fresh, t, {
    change(configuration) {
      const [first] = configuration.services;
      assert.ok(first);
      const further = broken.map(([, url], number) => copyOf(first, number, url));
      return { ...configuration, services: [...configuration.services, ...further] };
    },
  });
  await anAccount(world);
  const signedIn = world.browser();
  await world.send(signedIn);
  await giveEmail(signedIn, ada);
  await givePassword(signedIn, ada);
  await proveServiceAccount(signedIn, 'bob');
  signedIn.isAt('managed-hosting callback');

  const tried = broken.map(async ([what], number) => {
    const browser = signedIn.newTab();
    const begunAt = performance.now();
    await world.send(browser, {
      client_id: `broken-${number}`,
      redirect_uri: world.callbackOf('managed-hosting'),
    });
    await proveServiceAccount(browser, 'bob');
    assert.match(browser.text, /could not be reached.*password was not checked/s, what);
    // Three seconds of the contract, and room for a machine that is busy.
    assert.ok(performance.now() - begunAt < seconds(20), what);
  });
  // Meanwhile the other services open at once.
  const other = signedIn.newTab();
  await world.send(other);
  other.isAt('managed-hosting callback');
  await Promise.all(tried);

  const links = await fresh.db.selectFrom('links').select('serviceId').execute();
  assert.deepEqual(links, [{ serviceId: 'managed-hosting' }]);
  // That it was asked is counted, sixty times in ten minutes, and no guess.
  const counters = fresh.db.selectFrom('throttleCounters').where('budget', '!=', 'service-asks');
  const counted = await counters.selectAll().execute();
  const tries = counted.filter(({ budget, tries: count }) => /service|link/.test(budget) && count > 0);
  assert.deepEqual(tries, [], 'no try is counted');
});
