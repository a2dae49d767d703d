// OpenID Connect and the browser: cookies, planted ids, headers (THREATS 12–14, 38).
import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { cookieNames, cookieSettings } from '../../src/entrypoints/oidc/provider/cookies.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { oidcTables, oidcWorld, sealing } from '../support/oidc-world.ts';

const sessionOf = (header: string): string | undefined => /ma_session=([^;]+)/.exec(header)?.[1];

eachDatabase(
  'the session has a new id after each sign-in, and the one before opens nothing',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const home = new URL(world.issuer);
    const hosting = await world.service('hosting');
    const browser = world.browser();
    const ids = [];
    for (let round = 0; round < 3; round++) {
      await hosting.send(browser, { prompt: 'login' });
      await browser.visit(`${browser.url.pathname}/as/ada`);
      ids.push(browser.cookies.headerFor(home));
    }
    assert.equal(new Set(ids.map(sessionOf)).size, 3);
    const thief = world.browser();
    for (const pair of (ids[1] ?? '').split('; ')) thief.cookies.take(`${pair}; path=/`, home);
    await hosting.send(thief, { prompt: 'none' });
    assert.equal(thief.url.searchParams.get('error'), 'login_required');
    assert.equal((await db.selectFrom('sessions').selectAll().execute()).length, 1);
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'a planted session id is not taken up, and a forged one is not even looked for',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const home = new URL(world.issuer);
    const browser = world.browser();
    browser.cookies.take('ma_session=planted; path=/', home);
    const hosting = await world.service('hosting');
    await hosting.send(browser);
    await browser.visit(`${browser.url.pathname}/as/ada`);
    browser.isAt('hosting callback');
    assert.notEqual(sessionOf(browser.cookies.headerFor(home)), 'planted');
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'before sign-in is done, no cookie opens anything and no session is stored',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const browser = world.browser();
    await (await world.service('hosting')).send(browser);
    assert.ok(!browser.cookies.names.includes('ma_session'));
    assert.deepEqual(await db.selectFrom('sessions').selectAll().execute(), []);
    await browser.visit(world.issuer + browser.url.pathname.replace('/sign-in/', '/oidc/authorize/'));
    browser.isAt('Problem: expired');
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'somebody else’s sign-in cannot be finished in a browser that did not begin it',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const attacker = world.browser();
    await (await world.service('hosting')).send(attacker);
    const victim = world.browser();
    await victim.visit(`${attacker.url.href}/as/bob`);
    victim.isAt('Expired');
    await attacker.visit(`${attacker.url.pathname}/as/bob`);
    const resumed = attacker.trail.find((address) => address.includes('/oidc/authorize/')) ?? '';
    await victim.visit(resumed);
    victim.isAt('Problem: expired');
    assert.ok(!victim.cookies.names.includes('ma_session'));
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'the cookie of one sign-in does not finish another one',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const hosting = await world.service('hosting');
    const [first, second] = [world.browser(), world.browser()];
    await hosting.send(first);
    await hosting.send(second);
    const headers = { cookie: second.cookies.headerFor(second.url) };
    const request = Object.assign(new IncomingMessage(new Socket()), { headers });
    const [, , cid = ''] = first.url.pathname.split('/');
    assert.deepEqual(await world.oidc.finishAttempt(request, cid, { accountId: 'ada' }), {
      ok: false,
      error: 'expired',
    });
    const signIn = { authenticatedAt: Date.now(), amr: ['pwd'], acr: 'aal1' as const };
    const stolen = await world.oidc.finishAttempt(request, cid, { accountId: 'ada', signIn });
    assert.equal(stolen.ok, false);
    const own = await world.oidc.finishAttempt(request, second.url.pathname.split('/')[2] ?? '', {
      accountId: 'ada',
      signIn,
    });
    assert.equal(own.ok, true);
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'the session’s cookie is sent when it changes, so that a slow answer undoes nothing',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    world.links.set('ada hosting', { id: 'h', username: 'ada', access: 'linked' });
    const hosting = await world.service('hosting');
    const browser = world.browser();
    await hosting.send(browser);
    const address = browser.trail[0] ?? '';
    await browser.visit(`${browser.url.pathname}/as/ada`);
    const ask = async (cookie: string) => {
      const answer = await fetch(address, { redirect: 'manual', headers: { cookie } });
      return answer.headers.getSetCookie().filter((each) => each.startsWith('ma_session'));
    };
    assert.deepEqual(await ask(browser.cookies.headerFor(new URL(world.issuer))), []);
    assert.deepEqual(await ask('ma_session=unknown'), []);
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'answers of the provider are never framed, sniffed or (but for keys and discovery) kept, and no error tells what is inside',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    for (const path of ['oidc/jwks', '.well-known/openid-configuration']) {
      const answer = await fetch(`${world.issuer}/${path}`);
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=300', path);
    }
    const paths = [
      'authorize',
      'authorize/x',
      'token',
      'userinfo',
      'nothing',
      'authorize?client_id=client-hosting',
    ];
    for (const path of paths) {
      const answer = await fetch(`${world.issuer}/oidc/${path}`, { headers: { accept: 'text/html' } });
      assert.equal(answer.headers.get('cache-control'), 'no-store', path);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path);
      assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/, path);
      assert.equal(answer.headers.get('x-powered-by'), null, path);
      assert.equal(answer.headers.get('clear-site-data'), null, path);
      assert.doesNotMatch(await answer.text(), /oidc-provider|node_modules|koa/i, path);
    }
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'an answer by form_post works without a script, and its one script is named by its hash',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    world.links.set('ada hosting', { id: 'h', username: 'ada', access: 'linked' });
    const hosting = await world.service('hosting');
    const browser = world.browser();
    await hosting.send(browser);
    await browser.visit(`${browser.url.pathname}/as/ada`);
    await hosting.send(browser, { response_mode: 'form_post' });
    assert.match(browser.header('content-security-policy') ?? '', /script-src 'self' 'sha256-/);
    await browser.press('Continue');
    browser.isAt('hosting callback');
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'cookies are HttpOnly, SameSite=Lax, and on https Secure with a prefix',
  async () => {
    assert.deepEqual(cookieNames('https://account.example.com'), {
      session: '__Host-ma_session',
      interaction: '__Secure-ma_interaction',
      resume: '__Secure-ma_resume',
    });
    const { long, short } = cookieSettings('https://account.example.com', sealing);
    for (const options of [long, short]) {
      assert.equal(options?.httpOnly, true);
      assert.equal(options?.sameSite, 'lax');
      assert.equal(options?.secure, true);
    }
    assert.equal(long?.path, '/');
    assert.equal(long?.domain, undefined);
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'behind a proxy that speaks https, cookies are Secure, and addresses are those of the issuer',
  async ({ db }, t) => {
    const issuer = 'https://account.example.com';
    const world = await oidcWorld(db, t, { issuer });
    const discovery = await (await fetch(`${world.origin}/.well-known/openid-configuration`)).json();
    assert.equal((discovery as Record<string, string>)['token_endpoint'], `${issuer}/oidc/token`);
    const query = new URLSearchParams({
      client_id: 'client-hosting',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: world.callbackOf('hosting'),
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
    const answer = await fetch(`${world.origin}/oidc/authorize?${query}`, { redirect: 'manual' });
    assert.equal(answer.status, 303);
    const cookies = answer.headers.getSetCookie();
    assert.equal(cookies.length, 4);
    for (const cookie of cookies) assert.match(cookie, /^__Secure-ma_.*; secure; httponly/i);
    // The one that takes the session's place when more is proven in it, beyond the library's hands.
    const expiresAt = Date.parse('2030-01-01T00:00:00Z');
    const next = world.oidc.newSessionId(new IncomingMessage(new Socket()), { expiresAt });
    assert.equal(next.setCookies.length, 2);
    for (const cookie of next.setCookies)
      assert.match(
        cookie,
        /^__Host-ma_session(\.sig)?=[\w-]{27,}; path=\/; expires=Tue, 01 Jan 2030 00:00:00 GMT; samesite=lax; secure; httponly$/,
      );
  },
  oidcTables,
);

onDatabase(
  'postgres',
  'a person who is sent from node to node signs in, stays signed in and signs out',
  async ({ db, open }, t) => {
    const world = await oidcWorld(db, t, { otherNodes: [open(), open()] });
    const browser = world.browser();
    const hosting = await world.service('hosting');
    const sent = await hosting.send(browser, { scope: 'openid offline_access' });
    await browser.visit(`${browser.url.pathname}/as/ada`);
    assert.equal((await sent.tokens(browser)).claims()?.sub, 'ada');
    world.links.set('ada cloud', { id: 'c', username: 'ada', access: 'linked' });
    const hop = await (await world.service('cloud')).send(browser);
    assert.equal((await hop.tokens(browser)).claims()?.sub, 'ada');
    await browser.visit(`${world.issuer}/sign-out`);
    await browser.press('Sign out');
    assert.equal(world.logouts.length, 2);
    for (let node = 0; node < 3; node++) {
      await hosting.send(browser, { prompt: 'none' });
      assert.equal(browser.url.searchParams.get('error'), 'login_required');
    }
  },
  oidcTables,
);
