// THREATS 12, 14, 15, 16: between the password and the code nothing is open, and no step is left out.
import assert from 'node:assert/strict';
import { minutes } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { ask } from '../support/http-request.ts';
import { giveApp } from '../support/otp-app.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

async function withApp(world: SignInWorld) {
  const id = await anAccount(world);
  return { id, app: await giveApp(world, { id, email: ada.email }) };
}

const hubOf = ({ url }: Browser): string => url.pathname.split('/').slice(0, 3).join('/');

/** A browser that keeps to one header, whatever it is answered: every cookie that was ever handed out. */
const replaying = (header: string) =>
  ({ headerFor: () => header, take: () => undefined }) as unknown as Browser['cookies'];

/** Collects each `Set-Cookie` that a browser is given from now on. */
function watchCookies(browser: Browser): Map<string, Set<string>> {
  const seen = new Map<string, Set<string>>();
  const take = browser.cookies.take.bind(browser.cookies);
  browser.cookies.take = (header, url) => {
    const [name = '', value = ''] = (header.split(';')[0] ?? '').split(/=(.*)/s);
    if (value) seen.set(name, (seen.get(name) ?? new Set()).add(value));
    take(header, url);
  };
  return seen;
}

const ADDRESSES = [
  '/account/authentication',
  '/account/authentication/app',
  '/account/authentication/recovery-codes',
  '/account/questions',
  '/account/sessions',
  '/account/contact',
];

eachDatabase('between password and code every cookie that was handed out opens nothing', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const { id, app } = await withApp(world);
  const browser = world.browser();
  const seen = watchCookies(browser);
  await world.send(browser);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  browser.isAt('Enter your code');
  assert.ok(seen.size >= 3, [...seen.keys()].join());
  // All of them, and of each every value that it has ever had.
  const values = [...seen].flatMap(([name, set]) => [...set].map((value) => `${name}=${value}`));
  const headers = [values.join('; '), values.toReversed().join('; '), ...values];
  for (const header of headers) {
    const cookies = replaying(header);
    for (const node of world.nodes) {
      for (const path of ADDRESSES) {
        const answer = await ask({ method: 'GET', url: new URL(path, node), cookies });
        assert.notEqual(answer.status, 200, `${path} with ${header.slice(0, 40)}`);
        assert.doesNotMatch(answer.body, /Lovelace/);
      }
      const silent = new URL(world.requestPath({ prompt: 'none' }), node);
      const { headers } = await ask({ method: 'GET', url: silent, cookies });
      assert.match(String(headers.location), /error=login_required/);
    }
  }
  assert.equal((await fresh.db.selectFrom('sessions').selectAll().execute()).length, 0);
  browser.fillIn('code', app.code());
  await browser.press('Continue');
  browser.isAt('Account Linking');
  assert.equal(
    (await fresh.db.selectFrom('sessions').selectAll().execute()).length,
    0,
    'not before it is done',
  );
  await proveServiceAccount(browser, 'bob');
  const sessions = await fresh.db.selectFrom('sessions').select(['accountId', 'acr']).execute();
  assert.deepEqual(sessions, [{ accountId: id, acr: 'aal2' }]);
});

eachDatabase(
  'the cookie of an attempt is another one after the password, and after the code',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { app } = await withApp(world);
    const browser = world.browser();
    const seen = watchCookies(browser);
    await world.send(browser);
    await giveEmail(browser, ada);
    const hub = hubOf(browser);
    const name = [...seen.keys()].find((each) => each.includes('attempt')) ?? '';
    assert.ok(name, [...seen.keys()].join());
    const planted = browser.cookies.headerFor(new URL(hub, world.issuer));
    await givePassword(browser, ada);
    const afterPassword = browser.cookies.headerFor(new URL(hub, world.issuer));
    browser.fillIn('code', app.code());
    await browser.press('Continue');
    browser.isAt('Account Linking');
    assert.equal(seen.get(name)?.size, 3);
    for (const header of [planted, afterPassword]) {
      const answer = await ask({
        method: 'GET',
        url: new URL(`${hub}/link`, world.issuer),
        cookies: replaying(header),
      });
      assert.notEqual(answer.status, 200);
      assert.doesNotMatch(answer.body, /ada@example/);
    }
  },
);

eachDatabase(
  'steps that are left out, repeated, reordered or posted empty lead nowhere but to the code',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { app } = await withApp(world);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    browser.isAt('Enter your code');
    const hub = hubOf(browser);
    const posts: [string, Record<string, string>][] = [
      ['link', { username: 'bob', password: 'legacy-password', link: 'yes' }],
      ['enrol-totp', { code: app.code() }],
      ['enrol-totp', { act: 'decline' }],
      ['enrol-totp', { act: 'send' }],
      [
        'new-password',
        { password: 'nine quiet herons at dawn', passwordConfirmation: 'nine quiet herons at dawn' },
      ],
      ['password', { password: ada.password }],
      ['email', { email: 'grace@example.com' }],
      ['done', {}],
      ['code', {}],
      ['code', { code: '' }],
      ['code', { code: '000000000' }],
      ['code', { 'code[]': app.code() }],
      ['code', { secondFactorAt: '1', verified: 'yes', accountId: 'x' }],
    ];
    const node = world.nodes.at(-1) ?? world.issuer;
    for (const [step, fields] of posts) {
      const { status } = await forge({ issuer: node }, browser, { path: `${hub}/${step}`, fields });
      assert.ok(status === 303 || status === 404 || status === 422, `${step}: ${status}`);
      const [attempt] = await fresh.db.selectFrom('attempts').select(['secondFactorAt', 'doneAt']).execute();
      assert.deepEqual([attempt?.secondFactorAt, attempt?.doneAt], [null, null], step);
    }
    for (const path of ['', '/link', '/enrol-totp', '/new-password', '/done', '/email']) {
      await browser.visit(`${world.issuer}${hub}${path}`);
      assert.ok(
        ['Enter your code', 'Page not found'].includes(browser.heading),
        `${path}: ${browser.heading}`,
      );
    }
    assert.equal((await fresh.db.selectFrom('links').selectAll().execute()).length, 0);
    const enrolment = await fresh.db.selectFrom('totpEnrolments').selectAll().execute();
    assert.equal(enrolment.length, 1);
    await browser.visit(`${world.issuer}${hub}`);
    browser.fillIn('code', app.code());
    await browser.press('Continue');
    browser.isAt('Account Linking');
  },
);

eachDatabase(
  'a session that was begun without a second factor is asked for it, once one was enrolled elsewhere',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const id = await anAccount(world);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    await proveServiceAccount(browser, 'bob');
    await browser.visit(`${world.issuer}/account/authentication`);
    browser.isAt('Authentication');
    const form = browser.newTab();
    await form.visit(`${world.issuer}/account/questions`);
    const app = await giveApp(world, { id, email: ada.email });
    await browser.visit(`${world.issuer}/account/authentication`);
    browser.isAt('Enter your code');
    await form.press('Replace the questions');
    form.isAt('Enter your code');
    const hop = browser.newTab();
    await world.send(hop, { prompt: 'none' });
    assert.equal(hop.url.searchParams.get('error'), 'interaction_required');
    await world.send(hop);
    hop.isAt('Enter your code');
    hop.fillIn('code', app.code());
    await hop.press('Continue');
    hop.isAt('managed-hosting callback');
  },
);

eachDatabase(
  'a password that is asked for again in a session with a second factor brings the code along: what services are told is what was given',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { app } = await withApp(world);
    const browser = world.browser();
    const giveCode = async () => {
      browser.isAt('Enter your code');
      browser.fillIn('code', app.code());
      await browser.press('Continue');
    };
    const withCode = { acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] };
    const toldTo = async (at: Browser, serviceId: string) => {
      const { tokens } = await world.exchange(at, serviceId);
      const claims = Buffer.from(tokens['id_token']?.split('.')[1] ?? '', 'base64url').toString();
      const { acr, amr, auth_time } = JSON.parse(claims) as { acr: string; amr: string[]; auth_time: number };
      return { acr, amr, ago: Math.floor(Date.now() / 1000) - auth_time };
    };
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    await giveCode();
    await proveServiceAccount(browser, 'bob');
    // At the page of a link while the hour runs out in which the password counts for one.
    world.letPass(minutes(40));
    await world.send(browser, { client_id: 'public-cloud' });
    browser.isAt('Account Linking');
    world.letPass(minutes(35));
    const other = browser.newTab();
    await world.send(other);
    assert.deepEqual(await toldTo(other, 'managed-hosting'), { ...withCode, ago: 75 * 60 });
    await browser.reload();
    await givePassword(browser, ada);
    await giveCode();
    await proveServiceAccount(browser, 'carol');
    assert.deepEqual(await toldTo(browser, 'public-cloud'), { ...withCode, ago: 0 });
    await world.send(browser, { prompt: 'none', acr_values: 'aal2' });
    browser.isAt('managed-hosting callback');
    assert.deepEqual(await toldTo(browser, 'managed-hosting'), { ...withCode, ago: 0 });
  },
);
