// THREATS 17, 43: where a second factor is newly required, a stolen password binds no phone. And what services are told.
import assert from 'node:assert/strict';
import type { ConfigurationInput } from '../../src/config.ts';
import { days, minutes } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, grace, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { lettersTo } from '../support/letters.ts';
import { otpAppWith } from '../support/oathtool.ts';
import { giveApp, oneAfterAnother, otpAppOf, recoveryCodesOn, wrongCodeOf } from '../support/otp-app.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const ofOld = (world: SignInWorld, person = ada): Promise<string> =>
  anAccount(world, person, { setAt: Date.now() - days(30) });

const hubOf = ({ url }: Browser): string => url.pathname.split('/').slice(0, 3).join('/');

async function signIn(world: SignInWorld, params?: Record<string, string>): Promise<Browser> {
  const browser = world.browser();
  await world.send(browser, params);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  return browser;
}

async function tokenSentTo(world: SignInWorld, email = ada.email): Promise<string> {
  const letters = await lettersTo(world, email);
  return String(letters.findLast(({ kind }) => kind === 'second-factor-token')?.fields['token']);
}

const tokensSent = async (world: SignInWorld) =>
  (await lettersTo(world, ada.email)).filter(({ kind }) => kind === 'second-factor-token').length;

const requiring =
  ({ company, service }: { company?: boolean; service?: boolean }) =>
  (configuration: ConfigurationInput): ConfigurationInput => ({
    ...configuration,
    ...(company && { secondFactor: { requiredEmailDomains: ['example.com'] } }),
    services: configuration.services.map((each) => ({
      ...each,
      ...(service && each.id === 'managed-hosting' && { secondFactorRequired: true }),
    })),
  });

const forcings = {
  'the service': { change: requiring({ service: true }), says: 'Managed Hosting asks for a second factor.' },
  'the company': { change: requiring({ company: true }), says: 'from everybody with your kind of address' },
  'the service account': {
    username: 'careful bob',
    says: 'Your account at Managed Hosting asks for a second factor.',
  },
  'the request': { params: { acr_values: 'aal2' }, says: 'Managed Hosting asks for a second factor.' },
};
for (const [who, { says, ...how }] of Object.entries(forcings)) {
  eachDatabase(`an app that ${who} asks for is bound only with the emailed token`, async (fresh, t) => {
    const world = await aSignInWorld(fresh, t, 'change' in how ? { change: how.change } : {});
    await ofOld(world);
    const browser = await signIn(world, 'params' in how ? how.params : undefined);
    if ('username' in how) await proveServiceAccount(browser, how.username);
    browser.isAt('Confirm that it is you');
    browser.says(says);
    assert.ok(!browser.has('Not now'), 'there is no way round');
    const path = `${hubOf(browser)}/enrol-totp`;
    // No secret has been made, so no code confirms one; and nobody thinks better of what others require.
    const guessed = otpAppWith('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ').code();
    for (const fields of [{ code: guessed }, { act: 'decline' }, {}, { token: '' }]) {
      await forge(world, browser, { path, fields: fields as Record<string, string> });
      await browser.visit(`${world.issuer}${hubOf(browser)}`);
      browser.isAt('Confirm that it is you');
    }
    assert.equal((await fresh.db.selectFrom('totpOffers').selectAll().execute()).length, 0);
    assert.equal(await tokensSent(world), 1, 'loading the page again sends nothing');
    browser.fillIn('token', await tokenSentTo(world));
    await browser.press('Continue');
    browser.isAt('Set up your OTP app');
    browser.fillIn('code', otpAppOf(browser).code());
    await browser.press('Turn on');
    browser.isAt('Keep your recovery codes');
    assert.equal(recoveryCodesOn(browser).length, 10);
    await browser.follow('I have kept them, go on');
    if (browser.heading === 'Account Linking') await proveServiceAccount(browser, 'bob');
    browser.isAt('managed-hosting callback');
    assert.deepEqual(await proofToldTo(world, browser), { acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] });
  });
}

async function proofToldTo(world: SignInWorld, browser: Browser): Promise<unknown> {
  const { tokens } = await world.exchange(browser);
  const { acr, amr } = claimsOf(tokens);
  return { acr, amr };
}

const claimsOf = (tokens: Record<string, string>): Record<string, unknown> =>
  JSON.parse(Buffer.from(tokens['id_token']?.split('.')[1] ?? '', 'base64url').toString());

eachDatabase(
  'the token counts in the attempt and the browser that it was sent for, and in no other',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t, { change: requiring({ service: true }) });
    await ofOld(world);
    const owner = await signIn(world);
    owner.isAt('Confirm that it is you');
    const token = await tokenSentTo(world);
    const thief = await signIn(world);
    thief.isAt('Confirm that it is you');
    assert.equal(await tokensSent(world), 1, 'a minute lies between two');
    thief.fillIn('token', token);
    await thief.press('Continue');
    thief.isAt('Confirm that it is you');
    // Another attempt of the same browser.
    const secondTab = owner.newTab();
    await world.send(secondTab, { client_id: 'managed-hosting', state: 'second' });
    if (secondTab.heading === 'Enter your email address') await giveEmail(secondTab, ada);
    await givePassword(secondTab, ada);
    secondTab.fillIn('token', token);
    await secondTab.press('Continue');
    secondTab.isAt('Confirm that it is you');
    // The same attempt, carried away with all its cookies, is of another browser without its own.
    const carried = owner.newTab();
    await carried.visit(owner.url.href);
    owner.fillIn('token', token);
    await owner.press('Continue');
    owner.isAt('Set up your OTP app');
    thief.fillIn('token', token);
    await thief.press('Continue');
    thief.isAt('Confirm that it is you');
  },
);

onDatabase(
  'sqlite',
  'a thief of the password has five tokens an hour from all browsers, and uses up none of those where its owner has been',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await ofOld(world);
    const owner = await signIn(world);
    await proveServiceAccount(owner, 'bob');
    owner.isAt('managed-hosting callback');
    const asked = { acr_values: 'aal2' };
    for (let tries = 0; tries < 3; tries++) {
      const thief = await signIn(world, asked);
      thief.isAt('Confirm that it is you');
      world.letPass(minutes(1));
      await thief.press('Send a new token');
      world.letPass(minutes(1));
    }
    assert.equal(await tokensSent(world), 5);
    await world.send(owner, asked);
    owner.isAt('Confirm that it is you');
    assert.equal(await tokensSent(world), 6);
    owner.fillIn('token', await tokenSentTo(world));
    await owner.press('Continue');
    owner.isAt('Set up your OTP app');
  },
);

eachDatabase(
  'of many who bind an app at once one does, and its codes are the ones that count',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t, { change: requiring({ service: true }) });
    // Just registered: no token is asked for.
    await anAccount(world);
    const browsers = await oneAfterAnother(6, () => signIn(world));
    const apps = browsers.map((browser) => {
      browser.isAt('Set up your OTP app');
      return otpAppOf(browser);
    });
    const answers = await Promise.all(
      browsers.map((browser, index) =>
        forge({ issuer: world.nodes[index % world.nodes.length] ?? '' }, browser, {
          path: browser.url.pathname,
          fields: { code: apps[index]?.code() ?? '' },
        }),
      ),
    );
    const won = answers.flatMap(({ body }, index) =>
      body.includes('Keep your recovery codes') ? [index] : [],
    );
    assert.equal(won.length, 1);
    assert.ok(
      answers.every(({ status }) => status < 500),
      'and none is a fault',
    );
    world.letPass(minutes(1));
    const next = await signIn(world);
    next.isAt('Enter your code');
    next.fillIn('code', apps[won[0] ?? 0]?.code() ?? '');
    await next.press('Continue');
    next.isAt('Account Linking');
  },
);

onDatabase(
  'sqlite',
  'five wrong codes of a new app end the attempt and not the day: another one goes on at once',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t, { change: requiring({ service: true }) });
    await ofOld(world);
    const toQrCode = async () => {
      const browser = await signIn(world);
      browser.fillIn('token', await tokenSentTo(world));
      await browser.press('Continue');
      browser.isAt('Set up your OTP app');
      return browser;
    };
    const browser = await toQrCode();
    for (let guesses = 0; guesses < 6; guesses++) {
      browser.fillIn('code', wrongCodeOf(otpAppOf(browser)));
      await browser.press('Turn on');
    }
    browser.says('The code was wrong five times, so no more are taken here.');
    assert.ok(browser.has('Start again at Managed Hosting'));
    assert.ok(!browser.has('Turn on') && !browser.has('Try again in'));
    world.letPass(minutes(1));
    const again = await toQrCode();
    again.fillIn('code', otpAppOf(again).code());
    await again.press('Turn on');
    again.isAt('Keep your recovery codes');
  },
);

eachDatabase('services are told what was proven, and ask for more by acr and max_age', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const id = await ofOld(world);
  const browser = await signIn(world);
  await proveServiceAccount(browser, 'bob');
  assert.deepEqual(await proofToldTo(world, browser), { acr: 'aal1', amr: ['pwd'] });
  await world.send(browser, { acr_values: 'aal1 aal2' });
  browser.isAt('managed-hosting callback');
  const app = await giveApp(world, { id, email: ada.email });
  const claims = JSON.stringify({ id_token: { acr: { essential: true, values: ['aal2'] } } });
  await world.send(browser, { claims });
  // A demand is met by a whole sign-in.
  await givePassword(browser, ada);
  browser.isAt('Enter your code');
  browser.fillIn('code', app.code());
  await browser.press('Continue');
  browser.isAt('managed-hosting callback');
  assert.deepEqual(await proofToldTo(world, browser), { acr: 'aal2', amr: ['pwd', 'otp', 'mfa'] });
  world.letPass(minutes(10));
  await world.send(browser, { acr_values: 'aal2' });
  browser.isAt('managed-hosting callback');
  // Older than the service takes: password and code again.
  await world.send(browser, { max_age: '60' });
  await givePassword(browser, ada);
  browser.isAt('Enter your code');
  browser.fillIn('code', app.code());
  await browser.press('Continue');
  browser.isAt('managed-hosting callback');
  const { tokens } = await world.exchange(browser);
  const { auth_time: authTime, acr } = claimsOf(tokens);
  assert.equal(acr, 'aal2');
  assert.ok(Math.abs(Number(authTime) * 1000 - Date.now()) <= 2000, 'auth_time is now');
});

onDatabase('sqlite', 'an expired password is replaced only after the code', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const id = await anAccount(world, grace, {
    expiresAt: Date.now() - minutes(1),
    setAt: Date.now() - days(90),
  });
  const app = await giveApp(world, { id, email: grace.email });
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, grace);
  await givePassword(browser, ada);
  browser.isAt('Enter your code');
  const fields = { password: 'nine quiet herons at dawn', passwordConfirmation: 'nine quiet herons at dawn' };
  const { status } = await forge(world, browser, { path: `${hubOf(browser)}/new-password`, fields });
  assert.equal(status, 303);
  await browser.visit(`${world.issuer}${hubOf(browser)}`);
  browser.isAt('Enter your code');
  browser.fillIn('code', app.code());
  await browser.press('Continue');
  browser.isAt('Choose a new password');
});
