// THREATS 38: framing, sniffing, caches, inline scripts, cookies; on every page, whatever came before it.
import assert from 'node:assert/strict';
import { ada, giveEmail, givePassword, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { onDatabase } from '../support/databases.ts';
import { type Forged, forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld } from '../support/sign-in-world.ts';

/** What every page must have, whether it is one of ours or a refusal. */
function isGuarded(headers: Forged['headers'], body: string, where: string): void {
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /default-src 'none'/, where);
  assert.match(policy, /frame-ancestors 'none'/, where);
  assert.match(policy, /base-uri 'none'/, where);
  assert.doesNotMatch(policy, /unsafe|\*/, where);
  assert.equal(headers['x-content-type-options'], 'nosniff', where);
  assert.equal(headers['x-frame-options'], 'DENY', where);
  assert.equal(headers['cache-control'], 'no-store', where);
  assert.equal(headers['clear-site-data'], undefined, where);
  assert.ok(headers['referrer-policy'], where);
  assert.equal(headers['x-powered-by'] ?? headers['server'], undefined, where);
  assert.doesNotMatch(body, /<script(?![^>]* src="\/assets\/)|<style|\sstyle=|\son[a-z]+=["']/i, where);
  assert.doesNotMatch(body, /(?:src|action)="(?:https?:)?\/\//i, where);
  for (const cookie of headers['set-cookie'] ?? []) {
    assert.match(cookie, /; *httponly/i, cookie);
    assert.match(cookie, /; *samesite=lax/i, cookie);
    assert.doesNotMatch(cookie, /domain=/i, cookie);
  }
}

onDatabase(
  'sqlite',
  'every page, good or bad, is guarded against framing, sniffing, caches and scripts',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = world.browser();
    const shown = (page: Browser) =>
      isGuarded(
        {
          ...Object.fromEntries(
            [
              'content-security-policy',
              'x-content-type-options',
              'x-frame-options',
              'cache-control',
              'referrer-policy',
            ].map((name) => [name, page.header(name)]),
          ),
        },
        page.html,
        page.heading,
      );
    await world.send(browser);
    shown(browser);
    browser.fillIn('email', 'x');
    await browser.press('Next');
    shown(browser);
    await giveEmail(browser, ada);
    shown(browser);
    await givePassword(browser, { ...ada, password: 'wrong' });
    shown(browser);
    await givePassword(browser, ada);
    shown(browser);
    await proveServiceAccount(browser, 'bob', { password: 'wrong' });
    shown(browser);
    const hub = browser.url.pathname.replace(/\/link$/, '');
    await proveServiceAccount(browser, 'bob');
    const requests: [path: string, method?: string, headers?: Record<string, string>][] = [
      ['/'],
      ['/help'],
      ['/privacy'],
      ['/register'],
      ['/sign-out'],
      [hub],
      ['/nothing'],
      ['/', 'PUT'],
      ['/sign-out/confirm', 'POST', { origin: 'https://evil.example' }],
      ['/register', 'POST', { 'content-type': 'application/json' }],
      ['/oidc/authorize'],
      ['/oidc/authorize/x'],
      [world.requestPath({ redirect_uri: 'https://evil.example/' })],
      [world.requestPath({ client_id: 'private-cloud' })],
    ];
    for (const [path, method = 'GET', headers = {}] of requests) {
      const answer = await forge(world, browser, { path, fields: {}, method, headers });
      isGuarded(answer.headers, answer.body, `${method} ${path}`);
    }
    const page = await forge(world, browser, { path: '/', fields: {}, method: 'GET' });
    const style = /(?<=href=")\/assets\/[^"]+\.css/.exec(page.body)?.[0] ?? '';
    const styled = await forge(world, browser, { path: style, fields: {}, method: 'GET' });
    assert.match(String(styled.headers['cache-control']), /immutable/);
    assert.equal(styled.headers['set-cookie'], undefined);
  },
);

onDatabase(
  'sqlite',
  'behind https all cookies are Secure and prefixed, and browsers are told to stay on https',
  async (fresh, t) => {
    const issuer = 'https://account.example.test';
    const world = await aSignInWorld(fresh, t, { change: (same) => ({ ...same, issuer }) });
    const visit = (path: string, headers = {}) =>
      forge({ issuer: world.nodes[0] ?? '' }, world.browser(), { path, fields: {}, method: 'GET', headers });
    const begun = await visit(world.requestPath());
    const cookies = begun.headers['set-cookie'] ?? [];
    const page = await visit('/');
    assert.match(String(page.headers['strict-transport-security']), /max-age=\d{8}/);
    for (const path of [
      world.requestPath({ redirect_uri: 'https://evil.example/' }),
      '/oidc/jwks',
      '/oidc/userinfo',
      '/oidc/nothing',
      '/.well-known/openid-configuration',
    ]) {
      const { headers } = await visit(path);
      assert.equal(headers['strict-transport-security'], page.headers['strict-transport-security'], path);
    }
    assert.equal(begun.headers['strict-transport-security'], page.headers['strict-transport-security']);
    const all = [...cookies, ...(page.headers['set-cookie'] ?? [])];
    assert.deepEqual(all.map((cookie) => cookie.split('=')[0]?.replace(/(ma_attempt)_.*/, '$1')).sort(), [
      '__Host-ma_attempt',
      '__Host-ma_browser',
      '__Secure-ma_interaction',
      '__Secure-ma_interaction.sig',
      '__Secure-ma_resume',
      '__Secure-ma_resume.sig',
    ]);
    for (const cookie of all) {
      assert.match(cookie, /; *secure/i);
      if (cookie.startsWith('__Host-')) assert.match(cookie, /; *path=\/(;|$)/i);
    }
    const planted = cookies.map((each) => each.split(';')[0]?.replace('__Host-', '')).join('; ');
    const refused = await visit(begun.location ?? '', { cookie: planted });
    assert.equal(refused.status, 410, 'a cookie without the prefix, which a sibling host can plant, is none');
    const own = cookies.map((each) => each.split(';')[0]).join('; ');
    assert.equal((await visit(begun.location ?? '', { cookie: own })).status, 200);
  },
);

onDatabase(
  'sqlite',
  'after sign-out nothing of the person is in the cache, in a cookie or on a page',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    const passwordPage = browser.url.href;
    await givePassword(browser, ada);
    await proveServiceAccount(browser, 'bob');
    await browser.visit(`${world.issuer}/sign-out`);
    await browser.press('Sign out');
    browser.isAt('You are signed out');
    const left = browser.cookies.headerFor(new URL(passwordPage));
    assert.doesNotMatch(left, /ma_session=[^;]|ma_attempt_|ma_interaction/);
    await browser.visit(passwordPage);
    browser.isAt('This sign-in is complete');
    assert.doesNotMatch(browser.html, /ada@example/i);
    await world.send(browser);
    browser.isAt('Enter your email address');
    assert.equal(browser.valueOf('email'), '');
    const events = await fresh.db.selectFrom('auditEvents').select('what').orderBy('at').execute();
    assert.deepEqual(
      events.map(({ what }) => what).filter((what) => /^signed/.test(what)),
      ['signed-in', 'signed-out'],
    );
  },
);

onDatabase(
  'sqlite',
  'a foreign page can neither sign a person out nor take the browser’s own id away',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    await proveServiceAccount(browser, 'bob');
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', cookie: '' };
    for (const path of ['/sign-out', '/sign-out/confirm', '/register', '/help', '/sign-in/x/email']) {
      const answer = await forge(world, browser, {
        path,
        fields: { client_id: 'managed-hosting' },
        headers: foreign,
      });
      assert.ok([303, 403].includes(answer.status), path);
      assert.equal(answer.headers['set-cookie'], undefined, path);
    }
    await browser.visit(`${world.issuer}/sign-out?client_id=managed-hosting`);
    browser.isAt('Sign out everywhere?');
    await world.send(browser);
    browser.isAt('managed-hosting callback');
  },
);
