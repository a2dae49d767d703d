// THREATS 2, 12, 14–17, 22, 23, 27: what a passkey opens, and that nothing else does in its place.
import assert from 'node:assert/strict';
import { days, hours, minutes } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, proveServiceAccount } from '../journeys/people.ts';
import { newAuthenticator } from '../support/authenticator.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, type FreshDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { lettersTo } from '../support/letters.ts';
import { otpAppOf, recoveryCodesOn } from '../support/otp-app.ts';
import { givePasskey, passkeyOptionsOn, postPasskey, withPasskey } from '../support/passkeys.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const eve = { ...ada, email: 'eve@example.com' };
const NOT_ACCEPTED = 'This passkey was not accepted';

const hubOf = ({ url }: Browser): string => url.pathname.split('/').slice(0, 3).join('/');

const claimsOf = (idToken = '') =>
  JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

const events = async ({ db }: FreshDatabase, what: string) =>
  (await db.selectFrom('auditEvents').select('outcome').where('what', '=', what).execute()).map(
    ({ outcome }) => outcome,
  );

/** Ada, long registered, with a passkey. */
async function adaWithPasskey(world: SignInWorld, times: Parameters<typeof anAccount>[2] = {}) {
  const id = await anAccount(world, ada, { setAt: Date.now() - days(30), ...times });
  return { id, authenticator: await withPasskey(world, { id, email: ada.email }) };
}

eachDatabase('a passkey signs in, in place of password and code, and links too', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const { authenticator } = await adaWithPasskey(world);
  const browser = world.browser();
  await world.send(browser);
  await givePasskey(world, browser, authenticator);
  await proveServiceAccount(browser, 'bob');
  browser.isAt('managed-hosting callback');
  const { tokens } = await world.exchange(browser);
  const { amr, acr } = claimsOf(tokens['id_token']);
  assert.deepEqual([amr, acr], [['hwk', 'user', 'mfa'], 'aal2']);
  // Linked now: the session alone opens it, and other services ask for nothing but the link.
  await world.send(browser, { acr_values: 'aal2' });
  browser.isAt('managed-hosting callback');
  await world.send(browser, { client_id: 'public-cloud' });
  browser.isAt('Account Linking');
  assert.deepEqual(await events(fresh, 'passkey-given'), ['done']);
});

eachDatabase(
  'as a second factor it takes the place of the code, and the password stays asked for',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { authenticator } = await adaWithPasskey(world);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    browser.isAt('Use your passkey');
    await givePasskey(world, browser, authenticator);
    await proveServiceAccount(browser, 'bob');
    const { tokens } = await world.exchange(browser);
    const { amr, acr } = claimsOf(tokens['id_token']);
    assert.deepEqual([amr, acr], [['pwd', 'hwk', 'mfa'], 'aal2']);
    assert.deepEqual(await events(fresh, 'second-factor-given'), ['passkey']);
  },
);

eachDatabase(
  'without scripts a recovery code opens an account that has nothing but a passkey',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { authenticator } = await adaWithPasskey(world);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    browser.fillIn('code', '123456');
    await browser.press('Continue');
    assert.equal(browser.problems.length, 1);
    browser.fillIn('code', authenticator.recoveryCodes[0] ?? '');
    await browser.press('Continue');
    browser.isAt('Account Linking');
  },
);

eachDatabase(
  'an answer that was overheard opens nothing: not twice, not in another attempt',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { authenticator } = await adaWithPasskey(world);
    const browser = world.browser();
    await world.send(browser);
    const overheard = authenticator.give(passkeyOptionsOn(browser) ?? {});
    const thief = world.browser();
    await world.send(thief);
    await postPasskey(world, thief, overheard);
    thief.says('That took too long');
    await postPasskey(world, browser, overheard);
    browser.isAt('Account Linking');
    await world.send(thief);
    await postPasskey(world, thief, overheard);
    thief.isAt('Enter your email address');
  },
);

eachDatabase(
  'of one answer posted twice at once, one goes on and no other attempt is open',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { authenticator } = await adaWithPasskey(world);
    const browser = world.browser();
    await world.send(browser);
    const passkey = authenticator.give(passkeyOptionsOn(browser) ?? {});
    const path = `${hubOf(browser)}/passkey`;
    const posted = await Promise.all(
      world.nodes.flatMap((issuer) =>
        [1, 2].map(() => forge({ issuer }, browser, { path, fields: { passkey } })),
      ),
    );
    const rotated = posted.filter(({ headers }) =>
      headers['set-cookie']?.some((each) => each.includes('ma_attempt_')),
    );
    assert.equal(rotated.length, 1);
    assert.deepEqual(
      (await events(fresh, 'passkey-given')).filter((outcome) => outcome === 'done'),
      ['done'],
    );
  },
);

eachDatabase(
  'the attempt’s cookie changes with the passkey, so that a planted attempt opens nothing',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { authenticator } = await adaWithPasskey(world);
    const planter = world.browser();
    await world.send(planter);
    const victim = world.browser();
    const here = new URL(hubOf(planter), world.issuer);
    for (const pair of planter.cookies.headerFor(here).split('; '))
      victim.cookies.take(`${pair}; path=/`, here);
    await victim.visit(here.href);
    await givePasskey(world, victim, authenticator);
    victim.isAt('Account Linking');
    await planter.visit(here.href);
    planter.isAt('This sign-in has expired');
  },
);

const wrong = [
  ['for a page of another origin', { origin: 'https://account.example.evil' }],
  ['without making sure of who is there', { userVerified: false }],
  ['by a browser that was framed by another site', { crossOrigin: true }],
] as const;
for (const [how, deviation] of wrong) {
  onDatabase('sqlite', `a passkey given ${how} neither signs in nor is a second factor`, async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { authenticator } = await adaWithPasskey(world);
    const browser = world.browser();
    await world.send(browser);
    await givePasskey(world, browser, authenticator, deviation);
    browser.isAt('Enter your email address');
    browser.says(NOT_ACCEPTED);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    await givePasskey(world, browser, authenticator, deviation);
    browser.isAt('Use your passkey');
    browser.says(NOT_ACCEPTED);
    assert.equal((await fresh.db.selectFrom('sessions').selectAll().execute()).length, 0);
  });
}

eachDatabase(
  'somebody else’s passkey is no second factor, and signs in to their own account alone',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await adaWithPasskey(world);
    const eveId = await anAccount(world, eve);
    const eves = await withPasskey(world, { id: eveId, email: eve.email });
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    await givePasskey(world, browser, eves);
    browser.isAt('Use your passkey');
    browser.says(NOT_ACCEPTED);
    // At the page of the address it is Eve who comes, whatever address was typed.
    const other = world.browser();
    await world.send(other);
    await giveEmail(other, ada);
    await givePasskey(world, other, eves);
    await proveServiceAccount(other, 'carol');
    const { tokens } = await world.exchange(other);
    assert.equal(claimsOf(tokens['id_token'])['sub'], eveId);
  },
);

eachDatabase(
  'an unknown passkey, a removed one and one of a disabled account are refused in the same words',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { id, authenticator } = await adaWithPasskey(world);
    const told = async (given: typeof authenticator | ReturnType<typeof newAuthenticator>) => {
      const browser = world.browser();
      await world.send(browser);
      await givePasskey(world, browser, given);
      browser.isAt('Enter your email address');
      return browser.text.replace(/Reference.*/, '');
    };
    const unknown = newAuthenticator(world.issuer);
    const stranger = await told({
      ...unknown,
      give: (options) => unknown.give(options, { userHandle: 'YWRh' }),
    });
    await fresh.db.updateTable('accounts').set({ disabledAt: Date.now() }).where('id', '=', id).execute();
    const disabled = await told(authenticator);
    await fresh.db.updateTable('accounts').set({ disabledAt: null }).where('id', '=', id).execute();
    await fresh.db.deleteFrom('passkeys').where('accountId', '=', id).execute();
    assert.deepEqual([disabled, await told(authenticator)], [stranger, stranger]);
    assert.match(stranger, /This passkey was not accepted/);
  },
);

eachDatabase('an account disabled between the passkey and the service gets no further', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const { id, authenticator } = await adaWithPasskey(world);
  const browser = world.browser();
  await world.send(browser);
  await givePasskey(world, browser, authenticator);
  browser.isAt('Account Linking');
  await fresh.db.updateTable('accounts').set({ disabledAt: Date.now() }).where('id', '=', id).execute();
  await browser.visit(world.issuer + hubOf(browser));
  browser.isAt('Enter your password');
});

eachDatabase(
  'an authenticator whose counter goes back is a copy: refused, and recorded',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const id = await anAccount(world, ada);
    const key = await withPasskey(world, { id, email: ada.email }, { counts: true });
    const owner = world.browser();
    await world.send(owner);
    await givePasskey(world, owner, key, { counter: 40 });
    owner.isAt('Account Linking');
    const thief = world.browser();
    await world.send(thief);
    await givePasskey(world, thief, key, { counter: 12 });
    thief.says(NOT_ACCEPTED);
    assert.deepEqual((await events(fresh, 'passkey-given')).sort(), ['counter-went-back', 'done']);
  },
);

eachDatabase(
  'a password that has run out does not hinder whoever gives a passkey, and is asked for with a password',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { authenticator } = await adaWithPasskey(world, { expiresAt: Date.now() - minutes(1) });
    const browser = world.browser();
    await world.send(browser);
    await givePasskey(world, browser, authenticator);
    await proveServiceAccount(browser, 'bob');
    browser.isAt('managed-hosting callback');
    await world.send(browser, { client_id: 'public-cloud' });
    browser.isAt('Account Linking');
    const other = world.browser();
    await world.send(other);
    await giveEmail(other, ada);
    await givePassword(other, ada);
    await givePasskey(world, other, authenticator);
    other.isAt('Choose a new password');
  },
);

eachDatabase(
  'a session begun by a passkey is asked for proof again before a link, an hour later, and a passkey will do',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { authenticator } = await adaWithPasskey(world);
    const browser = world.browser();
    await world.send(browser);
    await givePasskey(world, browser, authenticator);
    await proveServiceAccount(browser, 'bob');
    for (let times = 0; times < 3; times++) {
      world.letPass(minutes(25));
      await world.send(browser);
      browser.isAt('managed-hosting callback');
    }
    await world.send(browser, { client_id: 'public-cloud' });
    browser.isAt('Enter your password');
    await givePasskey(world, browser, authenticator);
    browser.isAt('Account Linking');
    assert.ok(hours(1) < minutes(75));
  },
);

onDatabase(
  'sqlite',
  'passkeys are tried a hundred times from one network, and not more often',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { authenticator } = await adaWithPasskey(world);
    const browser = world.browser();
    await world.send(browser);
    const path = `${hubOf(browser)}/passkey`;
    for (let tries = 0; tries < 100; tries++)
      await forge(world, browser, { path, fields: { passkey: '{}' } });
    await givePasskey(world, browser, authenticator);
    browser.says('Very many sign-ins were tried from your network');
  },
);

const ADD = '/account/passkeys/add';

/** To the page that asks for password (and factor) before a passkey is added. */
async function inAccount(world: SignInWorld, factor?: (browser: Browser) => Promise<void>): Promise<Browser> {
  const browser = world.browser();
  await browser.visit(`${world.issuer}${ADD}`);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  await factor?.(browser);
  browser.isAt('Add a passkey');
  return browser;
}

const make = (world: SignInWorld, browser: Browser, passkey: string) =>
  forge(world, browser, { path: ADD, fields: { passkey } });

const passkeysIn = ({ db }: FreshDatabase) => db.selectFrom('passkeys').selectAll().execute();

eachDatabase('a stolen session and password add no passkey without the emailed token', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const id = await anAccount(world, ada, { setAt: Date.now() - days(30) });
  const thief = await inAccount(world);
  thief.fillIn('currentPassword', ada.password);
  await thief.press('Continue');
  thief.isAt('Confirm that it is you');
  const own = newAuthenticator(world.issuer);
  const options = {
    challenge: 'AAAA',
    rp: { id: 'localhost' },
    user: { id: Buffer.from(id).toString('base64url') },
  };
  await make(world, thief, own.make(options));
  assert.deepEqual(await passkeysIn(fresh), []);
  const letters = await lettersTo(world, ada.email);
  thief.fillIn(
    'token',
    String(letters.findLast(({ kind }) => kind === 'second-factor-token')?.fields['token']),
  );
  await thief.press('Continue');
  thief.isAt('Make your passkey');
  // A permit that was not used in time permits nothing.
  const late = own.make(passkeyOptionsOn(thief) ?? {});
  world.letPass(minutes(21));
  assert.equal((await make(world, thief, late)).status, 422);
  assert.deepEqual(await passkeysIn(fresh), []);
});

eachDatabase(
  'the first passkey comes with recovery codes, ends every other session, and is told to its owner',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world, ada);
    const other = await inAccount(world);
    const browser = await inAccount(world);
    browser.fillIn('currentPassword', ada.password);
    await browser.press('Continue');
    browser.isAt('Make your passkey');
    const own = newAuthenticator(world.issuer);
    const unverified = await make(
      world,
      browser,
      own.make(passkeyOptionsOn(browser) ?? {}, { userVerified: false }),
    );
    assert.equal(unverified.status, 422);
    await browser.reload();
    const made = await make(world, browser, own.make(passkeyOptionsOn(browser) ?? {}));
    assert.equal(recoveryCodesOn({ html: made.body } as Browser).length, 10);
    assert.match(made.body, /stands in once for your passkey/);
    for (const cookie of made.headers['set-cookie'] ?? []) browser.cookies.take(cookie, browser.url);
    await other.visit(`${world.issuer}${ADD}`);
    other.isAt('Enter your email address');
    const changes = (await lettersTo(world, ada.email)).map(({ fields }) => fields['change']);
    assert.ok(changes.includes('passkey-added'));
    assert.deepEqual(await events(fresh, 'passkey-added'), ['done']);
    await browser.visit(`${world.issuer}/account/authentication`);
    browser.isAt('Authentication');
    const [session] = await fresh.db.selectFrom('sessions').select(['amr', 'acr']).execute();
    assert.deepEqual({ ...session }, { amr: 'pwd hwk mfa', acr: 'aal2' });
    // And it opens the account.
    const later = world.browser();
    await world.send(later);
    await givePasskey(world, later, own);
    later.isAt('Account Linking');
  },
);

eachDatabase(
  'what was proven before one passkey is added adds no second one, not at once either',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world, ada);
    const browser = await inAccount(world);
    browser.fillIn('currentPassword', ada.password);
    await browser.press('Continue');
    const made: string[] = [];
    for (let times = 0; times < 4; times++) {
      made.push(newAuthenticator(world.issuer).make(passkeyOptionsOn(browser) ?? {}));
      await browser.reload();
    }
    await Promise.all(made.map((passkey) => make(world, browser, passkey)));
    assert.equal((await passkeysIn(fresh)).length, 1);
  },
);

eachDatabase(
  'a passkey is added and removed only after password and factor, and what it had opened ends',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { authenticator } = await adaWithPasskey(world);
    const byPasskey = (browser: Browser) => givePasskey(world, browser, authenticator);
    const thief = await inAccount(world, byPasskey);
    world.letPass(minutes(6));
    const [row] = await passkeysIn(fresh);
    const remove = `/account/passkeys/${row?.id}/remove`;
    const current = { currentPassword: ada.password };
    for (const path of [ADD, remove]) {
      const given = { passkey: authenticator.give({ challenge: 'AAAA', rpId: 'localhost' }) };
      for (const fields of [{}, current, { ...current, code: '123456' }, { ...current, ...given }, given]) {
        const { status } = await forge(world, thief, { path, fields: fields as Record<string, string> });
        assert.equal(status, 422, path);
      }
    }
    assert.equal((await passkeysIn(fresh)).length, 1);
    const options = await forge(world, thief, {
      path: '/account/passkeys/options',
      method: 'GET',
      fields: {},
    });
    const passkey = authenticator.give(JSON.parse(options.body));
    const elsewhere = await inAccount(world, byPasskey);
    const underWay = world.browser();
    await world.send(underWay);
    await givePasskey(world, underWay, authenticator);
    underWay.isAt('Account Linking');
    // An answer that was given for the session of one browser counts in no other.
    const other = await forge(world, elsewhere, { path: remove, fields: { ...current } });
    assert.equal(other.status, 303, 'a factor was given there just now');
    assert.equal((await passkeysIn(fresh)).length, 0);
    const gone = await forge(world, thief, { path: remove, fields: { ...current, passkey } });
    assert.match(gone.location ?? '', /^\/oidc|^http/);
    await underWay.reload();
    assert.notEqual(underWay.heading, 'Account Linking');
    assert.equal((await fresh.db.selectFrom('recoveryCodes').selectAll().execute()).length, 0);
    await elsewhere.visit(`${world.issuer}/account/authentication`);
    elsewhere.isAt('Authentication');
  },
);

eachDatabase(
  'a passkey before a change takes the place of the code, once, in its own session',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { authenticator } = await adaWithPasskey(world);
    const byPasskey = (browser: Browser) => givePasskey(world, browser, authenticator);
    const [one, two] = [await inAccount(world, byPasskey), await inAccount(world, byPasskey)];
    world.letPass(minutes(6));
    const options = await forge(world, one, { path: '/account/passkeys/options', method: 'GET', fields: {} });
    const passkey = authenticator.give(JSON.parse(options.body));
    const fields = { currentPassword: ada.password, passkey };
    assert.equal((await forge(world, two, { path: ADD, fields })).status, 422);
    const accepted = await forge(world, one, { path: ADD, fields });
    assert.equal(accepted.status, 303);
    for (const cookie of accepted.headers['set-cookie'] ?? []) one.cookies.take(cookie, one.url);
    world.letPass(minutes(21));
    assert.equal((await forge(world, one, { path: ADD, fields })).status, 422);
  },
);

eachDatabase(
  'the last factor stays where one is required, and nobody removes somebody else’s',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t, {
      change: (configuration) => ({
        ...configuration,
        secondFactor: { requiredEmailDomains: ['example.com'] },
      }),
    });
    const { authenticator } = await adaWithPasskey(world);
    const eveId = await anAccount(world, eve);
    await withPasskey(world, { id: eveId, email: eve.email });
    const browser = await inAccount(world, (each) => givePasskey(world, each, authenticator));
    const rows = await passkeysIn(fresh);
    const current = { currentPassword: ada.password };
    for (const { id, accountId } of rows) {
      const answer = await forge(world, browser, { path: `/account/passkeys/${id}/remove`, fields: current });
      assert.equal(answer.status, accountId === eveId ? 303 : 409);
      if (accountId !== eveId) assert.match(answer.body, /This passkey cannot be removed/);
    }
    assert.equal((await passkeysIn(fresh)).length, 2);
  },
);

eachDatabase(
  'a session without a factor is asked for one that the account has since, once',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const id = await anAccount(world, ada);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    await proveServiceAccount(browser, 'bob');
    const authenticator = await withPasskey(world, { id, email: ada.email });
    await world.send(browser);
    browser.isAt('Use your passkey');
    browser.fillIn('code', authenticator.recoveryCodes[0] ?? '');
    await browser.press('Continue');
    browser.isAt('managed-hosting callback');
    const { tokens } = await world.exchange(browser);
    assert.deepEqual(claimsOf(tokens['id_token'])['acr'], 'aal2');
    await world.send(browser);
    browser.isAt('managed-hosting callback');
  },
);

eachDatabase(
  'an app that is enrolled because the service asks for it in a live session is asked for once',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world, ada);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    await proveServiceAccount(browser, 'bob');
    await world.send(browser, { acr_values: 'aal2' });
    const app = otpAppOf(browser);
    browser.fillIn('code', app.code());
    await browser.press('Turn on');
    assert.equal(recoveryCodesOn(browser).length, 10);
    await browser.follow('I have kept them, go on');
    browser.isAt('managed-hosting callback');
  },
);
