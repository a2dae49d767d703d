// THREATS 7, 27, 33: of 50 requests at once, over all nodes, one wins, and none is a fault.
import assert from 'node:assert/strict';
import { legacyPassword } from '../../demo/lumen.ts';
import { ada, fillInRegistration, giveEmail, givePassword, grace } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase } from '../support/databases.ts';
import { type Forged, forge, type Post } from '../support/forged-forms.ts';
import { lettersTo } from '../support/letters.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const many = 50;

/** The same request many times at once, spread over the nodes. */
const atOnce = (world: SignInWorld, browser: Browser, post: Post): Promise<Forged[]> =>
  Promise.all(
    Array.from({ length: many }, (_, index) =>
      forge({ issuer: world.nodes[index % world.nodes.length] ?? '' }, browser, post),
    ),
  );

const hubOf = ({ url }: Browser): string => url.pathname.split('/').slice(0, 3).join('/');

async function atLinking(world: SignInWorld, email: string): Promise<Browser> {
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, { ...ada, email });
  await givePassword(browser, ada);
  browser.isAt('Account Linking');
  return browser;
}

const byStatus = (answers: readonly Forged[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

eachDatabase('an attempt is finished once, and its code is spent once', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world);
  const browser = await atLinking(world, ada.email);
  const hub = hubOf(browser);
  const fields = { username: 'bob', password: legacyPassword, link: 'yes' };
  assert.equal((await forge(world, browser, { path: `${hub}/link`, fields })).status, 303);
  const answers = await atOnce(world, browser, { path: hub, fields: {}, method: 'GET' });
  // Whoever pressed twice is led where the first press went: to one outcome, which is collected once.
  const waysOn = answers.flatMap(({ body }) => /url=([^"]+\/oidc\/authorize\/[^"]+)/.exec(body)?.[1] ?? []);
  assert.equal(new Set(waysOn).size, 1);
  assert.equal(waysOn.length + (byStatus(answers)[410] ?? 0), many);
  const signedIn = await fresh.db
    .selectFrom('auditEvents')
    .selectAll()
    .where('what', '=', 'signed-in')
    .execute();
  assert.equal(signedIn.length, 1);

  await browser.visit(waysOn[0] ?? '');
  browser.isAt('managed-hosting callback');
  const spent = await Promise.all(Array.from({ length: many }, () => world.exchange(browser)));
  assert.ok(spent.filter(({ status }) => status === 200).length <= 1);
  assert.ok(spent.every(({ status }) => status === 200 || status === 400));
});

eachDatabase(
  'one service account that many accounts claim, each of them twice, has one owner',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const browsers: Browser[] = [];
    for (let number = 0; number < many / 2; number++) {
      const email = `ada${number}@example.com`;
      await anAccount(world, { ...ada, email });
      browsers.push(await atLinking(world, email));
    }
    const fields = { username: 'bob', password: legacyPassword, link: 'yes' };
    const answers = await Promise.all(
      [...browsers, ...browsers].map((browser, index) =>
        forge({ issuer: world.nodes[index % world.nodes.length] ?? '' }, browser, {
          path: `${hubOf(browser)}/link`,
          fields,
        }),
      ),
    );
    const { 303: won = 0, 422: taken = 0, 429: waiting = 0 } = byStatus(answers);
    assert.ok(won === 1 || won === 2, `${won} were let through`);
    assert.equal(won + taken + waiting, many);
    const links = await fresh.db.selectFrom('links').selectAll().execute();
    assert.equal(links.length, 1);
    const notices = await fresh.db
      .selectFrom('messages')
      .select('recipient')
      .where('kind', '=', 'account-changed')
      .execute();
    assert.equal(notices.length, 1, 'and only that one is told of a link');
    const refused = answers.find(({ status }) => status === 422);
    assert.doesNotMatch(refused?.body ?? '', new RegExp(notices[0]?.recipient ?? 'nobody'));
  },
);

eachDatabase('a registration is completed once', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, grace);
  await fillInRegistration(browser, grace);
  const letter = (await lettersTo(world, grace.email)).at(-1);
  const token = String(letter?.fields['token']);
  const answers = await atOnce(world, browser, { path: browser.url.pathname, fields: { token } });
  assert.ok(answers.every(({ status }) => status < 500));
  const accounts = await fresh.db.selectFrom('accounts').selectAll().execute();
  assert.deepEqual(
    accounts.map(({ email }) => email),
    [grace.email],
  );
  const created = await fresh.db
    .selectFrom('auditEvents')
    .selectAll()
    .where('what', '=', 'account-created')
    .execute();
  assert.equal(created.length, 1);
});

eachDatabase(
  'of several right passwords at once in one attempt, the last answer goes on, and no other',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    const answers = await Promise.all(
      [0, 1, 2, 3].map((index) =>
        forge({ issuer: world.nodes[index % world.nodes.length] ?? '' }, browser, {
          path: browser.url.pathname,
          fields: { password: ada.password },
        }),
      ),
    );
    const given = answers.flatMap(({ headers }) => headers['set-cookie'] ?? []);
    const secrets = given.filter((cookie) => /^ma_attempt_[^=]+=[^;]/.test(cookie));
    assert.ok(secrets.length > 0);
    const hub = hubOf(browser);
    const open = [];
    for (const secret of secrets) {
      browser.cookies.take(secret, browser.url);
      const { status } = await forge(world, browser, {
        path: new URL(hub, world.issuer).pathname,
        fields: {},
        method: 'GET',
      });
      if (status === 303) open.push(secret);
    }
    assert.equal(open.length, 1);
    browser.cookies.take(open[0] ?? '', browser.url);
    await browser.visit(hub);
    browser.isAt('Account Linking');
  },
);
