import assert from 'node:assert/strict';
import { legacyPassword } from '../../demo/lumen.ts';
import type { ConfigurationInput } from '../../src/config.ts';
import { days, hours, minutes, seconds } from '../../src/kernel/index.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { lettersTo } from '../support/letters.ts';
import { giveApp, otpAppOf, recoveryCodesOn, wrongCodeOf } from '../support/otp-app.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';
import { ada, giveEmail, givePassword, proveServiceAccount } from './people.ts';

const nextPassword = 'nine quiet herons at dawn';

/** From nothing → Authentication, with the password alone. */
async function atAuthentication(world: SignInWorld, password = ada.password): Promise<Browser> {
  const browser = world.browser();
  await browser.visit(`${world.issuer}/account/authentication`);
  await giveEmail(browser, ada);
  await givePassword(browser, { ...ada, password });
  return browser;
}

/** An account that was made long ago. */
const ofOld = (world: SignInWorld): Promise<string> =>
  anAccount(world, ada, { setAt: Date.now() - days(30) });

async function withApp(world: SignInWorld) {
  const id = await ofOld(world);
  const app = await giveApp(world, { id, email: ada.email });
  const browser = await atAuthentication(world);
  browser.isAt('Enter your code');
  browser.fillIn('code', app.code());
  await browser.press('Continue');
  browser.isAt('Authentication');
  return { id, app, browser };
}

/** What other pages tell of. */
const ELSEWHERE = new Set(['new-device', 'link-added']);

async function changesTold(world: SignInWorld): Promise<unknown[]> {
  const letters = await lettersTo(world, ada.email);
  const changes = letters
    .filter(({ kind }) => kind === 'account-changed')
    .map(({ fields }) => fields['change']);
  return changes.filter((change) => !ELSEWHERE.has(String(change)));
}

const eventsOf = async ({ db }: SignInWorld, what: string) =>
  (
    await db
      .selectFrom('auditEvents')
      .selectAll()
      .where('what', '=', what as never)
      .execute()
  ).length;

const tokenSentTo = async (world: SignInWorld): Promise<string> =>
  String(
    (await lettersTo(world, ada.email)).findLast(({ kind }) => kind === 'second-factor-token')?.fields[
      'token'
    ],
  );

async function isSignedOut(world: SignInWorld, browser: Browser): Promise<void> {
  await browser.visit(`${world.issuer}/account/authentication`);
  browser.isAt('Enter your email address');
}

eachDatabase(
  'a new password is set in a session that goes on; every other one, and every sign-in under way, ends',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await ofOld(world);
    const elsewhere = await atAuthentication(world);
    const halfWay = world.browser();
    await world.send(halfWay);
    await giveEmail(halfWay, ada);
    await givePassword(halfWay, ada);
    halfWay.isAt('Account Linking');
    const browser = await atAuthentication(world);
    await browser.follow('Change the password');

    const give = async (password: string, current: string, again = password) => {
      browser.fillIn('password', password);
      browser.fillIn('passwordConfirmation', again);
      browser.choose('passwordExpiration', '90-days');
      browser.fillIn('currentPassword', current);
      await browser.press('Change the password');
    };
    await give('Lovelace Ada 1815', ada.password, 'something else');
    assert.equal(browser.status, 422);
    assert.match(browser.problems.join(), /made of your name.*two passwords differ/s);
    await give(nextPassword, 'not my password at all');
    assert.match(browser.problems.join(), /Enter the new password again.*not your Master Account password/s);
    assert.equal(browser.valueOf('passwordExpiration'), '90-days', 'what was chosen stays');
    await give(ada.password, ada.password);
    assert.deepEqual(browser.problems, ['This is the password that you have. Choose another one.']);
    world.letPass(hours(0.5));
    await give(nextPassword, ada.password);

    browser.isAt('Authentication');
    browser.says('Your password is changed');
    await browser.visit(`${world.issuer}/account/sessions`);
    browser.isAt('Where you are signed in');
    assert.ok(!browser.has('End all other sessions'), 'it is the only session');
    await isSignedOut(world, elsewhere);
    halfWay.fillIn('username', 'bob');
    halfWay.fillIn('password', legacyPassword);
    await halfWay.press('Sign in');
    assert.notEqual(halfWay.heading, 'managed-hosting callback');
    // The session counts for services as one that was proven just now.
    await world.send(browser, { max_age: '60' });
    await proveServiceAccount(browser, 'bob');
    browser.isAt('managed-hosting callback');
    const fails = await atAuthentication(world);
    fails.says('The address or the password is incorrect');
    (await atAuthentication(world, nextPassword)).isAt('Authentication');
    assert.deepEqual(await changesTold(world), ['password-changed']);
    assert.equal(await eventsOf(world, 'password-changed'), 1);
  },
);

onDatabase(
  'sqlite',
  'a new password expires as the one before was to, where nothing else is chosen',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await ofOld(world);
    const chosen = () =>
      world.db.selectFrom('passwords').select(['expiration', 'expiresAt']).executeTakeFirstOrThrow();
    await world.db.updateTable('passwords').set({ expiration: '90-days' }).execute();
    const browser = await atAuthentication(world);
    await browser.follow('Change the password');
    assert.equal(browser.valueOf('passwordExpiration'), '90-days');
    const [password, passwordConfirmation] = [nextPassword, nextPassword];
    const fields = { password, passwordConfirmation, currentPassword: ada.password };
    const path = '/account/authentication/password';
    assert.equal((await forge(world, browser, { path, fields })).status, 303);
    assert.deepEqual(await chosen(), { expiration: '90-days', expiresAt: Date.now() + days(90) });

    // At sign-in, once it has expired: a date that is over is asked for anew.
    await world.db
      .updateTable('passwords')
      .set({ expiresAt: Date.now() - minutes(1) })
      .execute();
    const later = await atAuthentication(world, nextPassword);
    later.isAt('Choose a new password');
    assert.equal(later.valueOf('passwordExpiration'), '90-days');
    await world.db.updateTable('passwords').set({ expiration: '2020-01-31' }).execute();
    await later.visit(later.url.href);
    assert.equal(later.valueOf('passwordExpiration'), 'date');
    assert.equal(later.valueOf('passwordExpirationDate'), '');
  },
);

onDatabase('sqlite', 'the expiration of the password is changed alone', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await ofOld(world);
  const browser = await atAuthentication(world);
  browser.says(/Expires Never/);
  await browser.follow('Change when it expires');
  browser.choose('passwordExpiration', 'date');
  browser.fillIn('passwordExpirationDate', '2026-02-31');
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Change the expiration');
  assert.deepEqual(browser.problems, ['Enter the date of expiration as year-month-day, such as 2027-03-31.']);
  browser.choose('passwordExpiration', '30-days');
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Change the expiration');
  browser.says('The expiration of your password is changed');
  assert.doesNotMatch(browser.text, /Expires Never/);
  await browser.follow('Change when it expires');
  assert.equal(browser.valueOf('passwordExpiration'), '30-days');
  assert.deepEqual(await changesTold(world), ['password-expiration-changed']);
  world.letPass(days(31));
  const later = await atAuthentication(world);
  later.isAt('Choose a new password');
});

eachDatabase(
  'turning the OTP app on takes password, emailed token and a code; then this session has a second factor, and it is asked for everywhere',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await ofOld(world);
    const elsewhere = await atAuthentication(world);
    const browser = await atAuthentication(world);
    browser.says('It is off');
    await browser.follow('Turn on the OTP app');
    browser.fillIn('currentPassword', 'not my password at all');
    await browser.press('Continue');
    assert.deepEqual(browser.problems, ['This is not your Master Account password.']);
    browser.fillIn('currentPassword', ada.password);
    await browser.press('Continue');
    browser.isAt('Confirm that it is you');
    browser.fillIn('token', 'WRNG-WRNG');
    await browser.press('Continue');
    assert.match(browser.problems.join(), /not the token of the newest email/);
    await browser.press('Send a new token');
    browser.says('No token was sent just now');
    browser.fillIn('token', await tokenSentTo(world));
    await browser.press('Continue');

    browser.isAt('Set up your OTP app');
    const app = otpAppOf(browser);
    browser.fillIn('code', wrongCodeOf(app));
    await browser.press('Turn on');
    assert.match(browser.problems.join(), /This code is not right/);
    assert.equal(otpAppOf(browser).secret, app.secret, 'the QR code is the same');
    browser.fillIn('code', app.code(minutes(6)));
    await browser.press('Turn on');
    assert.match(browser.problems.join(), /about 6 minutes ahead/);
    browser.fillIn('code', app.code());
    await browser.press('Turn on');
    browser.isAt('Keep your recovery codes');
    const [recoveryCode = '', ...others] = recoveryCodesOn(browser);
    assert.equal(others.length, 9);
    await browser.follow('I have kept them');
    browser.isAt('Authentication');
    browser.says('Left 10 of 10');
    await isSignedOut(world, elsewhere);

    await world.send(browser, { acr_values: 'aal2' });
    await proveServiceAccount(browser, 'bob');
    const { tokens } = await world.exchange(browser);
    const claims = JSON.parse(atob(tokens['id_token']?.split('.')[1] ?? '')) as Record<string, unknown>;
    assert.deepEqual([claims['acr'], claims['amr']], ['aal2', ['pwd', 'otp', 'mfa']]);

    const again = await atAuthentication(world);
    again.isAt('Enter your code');
    again.fillIn('code', app.code());
    await again.press('Continue');
    again.says('This code has been used already');
    again.fillIn('code', recoveryCode.toLowerCase());
    await again.press('Continue');
    again.isAt('Authentication');
    again.says('Left 9 of 10');
    assert.deepEqual(await changesTold(world), ['totp-on', 'recovery-code-used']);
    assert.equal(await eventsOf(world, 'totp-bound'), 1);
  },
);

onDatabase(
  'sqlite',
  'without JavaScript a QR code says when it has run out and offers a new one; its code still confirms for two minutes',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = await atAuthentication(world);
    await browser.follow('Turn on the OTP app');
    browser.fillIn('currentPassword', ada.password);
    await browser.press('Continue');
    browser.isAt('Set up your OTP app');
    browser.says('Valid for 3 minutes');
    assert.match(browser.html, /class="appearing-after appears-in-180"><p class="qr-renew">The time is up/);
    const first = otpAppOf(browser);
    world.letPass(minutes(2));
    await browser.reload();
    assert.equal(otpAppOf(browser).secret, first.secret);
    browser.says('Valid for 1 minute');
    world.letPass(minutes(1) + seconds(1));
    await browser.follow('Show a new QR code');
    const second = otpAppOf(browser);
    assert.notEqual(second.secret, first.secret);
    browser.says('Valid for 3 minutes');
    world.letPass(minutes(1));
    browser.fillIn('code', first.code());
    await browser.press('Turn on');
    browser.isAt('Keep your recovery codes');
  },
);

onDatabase(
  'sqlite',
  'a QR code that ran out long ago is said to have, and a new one is there',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const browser = await atAuthentication(world);
    await browser.follow('Turn on the OTP app');
    browser.fillIn('currentPassword', ada.password);
    await browser.press('Continue');
    const first = otpAppOf(browser);
    world.letPass(minutes(6));
    browser.fillIn('code', first.code());
    await browser.press('Turn on');
    assert.match(browser.problems.join(), /The QR code has run out/);
    assert.notEqual(otpAppOf(browser).secret, first.secret);
    // What was proven before does not last for ever.
    world.letPass(minutes(15));
    browser.fillIn('code', otpAppOf(browser).code());
    await browser.press('Turn on');
    browser.isAt('Turn on the OTP app');
    assert.ok(browser.optionsOf('code').length === 0 && browser.valueOf('currentPassword') === '');
  },
);

eachDatabase(
  'the OTP app is replaced after password and a recovery code; the one before, and the codes before, are worth nothing',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { app, browser } = await withApp(world);
    world.letPass(minutes(6));
    await browser.follow('Replace the OTP app');
    browser.fillIn('currentPassword', ada.password);
    await browser.press('Continue');
    assert.deepEqual(browser.problems, ['Enter the code from your OTP app, or a recovery code.']);
    browser.fillIn('currentPassword', ada.password);
    browser.fillIn('code', app.recoveryCodes[0] ?? '');
    await browser.press('Continue');
    browser.isAt('Set up your OTP app');
    browser.says('Until then your present app stays as it is');
    const next = otpAppOf(browser);
    browser.fillIn('code', app.code());
    await browser.press('Replace the app');
    assert.match(browser.problems.join(), /This code is not right/);
    browser.fillIn('code', next.code());
    await browser.press('Replace the app');
    browser.says('Your OTP app is replaced');
    world.letPass(minutes(1));
    const again = await atAuthentication(world);
    for (const old of [app.code(), app.recoveryCodes[1] ?? '']) {
      again.fillIn('code', old);
      await again.press('Continue');
      again.isAt('Enter your code');
    }
    again.fillIn('code', next.code());
    await again.press('Continue');
    again.isAt('Authentication');
    assert.deepEqual((await changesTold(world)).sort(), ['recovery-code-used', 'totp-replaced']);
    assert.equal(await eventsOf(world, 'totp-replaced'), 1);
  },
);

onDatabase(
  'sqlite',
  'an app that a hundred wrong codes have blocked is said to be, and is replaced with a recovery code',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { app, browser } = await withApp(world);
    for (let batch = 0; batch < 20; batch++) {
      const guesser = await atAuthentication(world);
      for (let guess = 0; guess < 5; guess++) {
        guesser.fillIn('code', wrongCodeOf(app));
        await guesser.press('Continue');
      }
      if (batch % 4 === 3) world.letPass(minutes(65));
      else world.letPass(minutes(1));
      await browser.visit(`${world.issuer}/account/sessions`);
    }
    const again = await atAuthentication(world);
    again.isAt('Enter a recovery code');
    again.fillIn('code', app.code());
    await again.press('Continue');
    again.says('codes of the OTP app are not accepted any more');
    again.fillIn('code', app.recoveryCodes[0] ?? '');
    await again.press('Continue');
    again.isAt('Authentication');
    again.says('Codes of your OTP app are not accepted any more');
    world.letPass(minutes(6));
    await again.follow('Replace the OTP app');
    again.says('enter one of your recovery codes');
    again.fillIn('currentPassword', ada.password);
    again.fillIn('code', app.code());
    await again.press('Continue');
    assert.match(again.problems.join(), /not accepted any more/);
    again.fillIn('currentPassword', ada.password);
    again.fillIn('code', app.recoveryCodes[1] ?? '');
    await again.press('Continue');
    again.isAt('Set up your OTP app');
    const next = otpAppOf(again);
    again.fillIn('code', next.code());
    await again.press('Replace the app');
    again.isAt('Keep your recovery codes');
    world.letPass(minutes(1));
    const signsIn = await atAuthentication(world);
    signsIn.fillIn('code', next.code());
    await signsIn.press('Continue');
    signsIn.isAt('Authentication');
    assert.ok(!signsIn.has('Codes of your OTP app are not accepted any more'));
  },
);

eachDatabase(
  'the OTP app is turned off after password and code, and then nobody asks for one',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { app, browser } = await withApp(world);
    world.letPass(minutes(6));
    await browser.follow('Turn the OTP app off');
    browser.isAt('Turn the OTP app off?');
    browser.fillIn('currentPassword', ada.password);
    browser.fillIn('code', app.code());
    await browser.press('Turn the OTP app off');
    browser.says('Your OTP app is turned off');
    browser.says('It is off');
    const again = await atAuthentication(world);
    again.isAt('Authentication');
    assert.deepEqual(await changesTold(world), ['totp-off']);
    assert.equal(await eventsOf(world, 'totp-removed'), 1);
    // The session says so too: no service is told of a second factor that is gone.
    const told = await fresh.db.selectFrom('sessions').select(['acr', 'amr', 'secondFactorAt']).execute();
    assert.ok(
      told.every(({ acr, amr, secondFactorAt }) => acr === 'aal1' && amr === 'pwd' && !secondFactorAt),
    );
    await world.send(browser, { acr_values: 'aal2' });
    browser.isAt('Confirm that it is you');
  },
);

const requirements = {
  'its company': {
    configured: { company: true },
    reason: 'Lumen asks for a second factor from everybody with your kind of address.',
  },
  'a linked service': {
    configured: { service: true },
    reason: 'Managed Hosting, which is linked, asks for a second factor from everybody.',
  },
  'its account at a linked service': {
    username: 'careful bob',
    reason: 'Your account at Managed Hosting, which is linked, asks for a second factor.',
  },
};

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

for (const [who, { reason, ...how }] of Object.entries(requirements)) {
  onDatabase(
    'sqlite',
    `an OTP app that ${who} requires cannot be turned off, and the page says why`,
    async (fresh, t) => {
      const configured = 'configured' in how ? how.configured : {};
      const world = await aSignInWorld(fresh, t, { change: requiring(configured) });
      const { browser } = await withApp(world);
      if (!('company' in configured)) {
        await world.send(browser);
        await proveServiceAccount(browser, 'username' in how ? how.username : 'bob');
        browser.isAt('managed-hosting callback');
        await browser.visit(`${world.issuer}/account/authentication`);
      }
      await browser.follow('Turn the OTP app off');
      browser.isAt('The OTP app cannot be turned off');
      browser.says(reason);
      await browser.follow('Replace the OTP app');
      browser.isAt('Replace your OTP app');
      const posted = { path: '/account/authentication/app/off', fields: { currentPassword: ada.password } };
      assert.equal((await forge(world, browser, posted)).status, 409);
    },
  );
}

eachDatabase(
  'new recovery codes are shown once, after password and code, and void those before',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const { app, browser } = await withApp(world);
    world.letPass(minutes(6));
    await browser.follow('Get new recovery codes');
    browser.says('You have 10 of 10 left');
    browser.fillIn('currentPassword', ada.password);
    browser.fillIn('code', wrongCodeOf(app));
    await browser.press('Show new recovery codes');
    assert.deepEqual(browser.problems, [
      'This code is not right. Enter the one that your OTP app shows now.',
    ]);
    browser.fillIn('currentPassword', ada.password);
    browser.fillIn('code', app.code());
    await browser.press('Show new recovery codes');
    browser.isAt('Keep your recovery codes');
    const fresher = recoveryCodesOn(browser);
    assert.equal(new Set([...fresher, ...app.recoveryCodes]).size, 20);
    await browser.visit(`${world.issuer}/account/authentication/recovery-codes`);
    assert.deepEqual(recoveryCodesOn(browser), [], 'shown this once');
    const again = await atAuthentication(world);
    again.fillIn('code', app.recoveryCodes[0] ?? '');
    await again.press('Continue');
    assert.match(again.problems.join(), /not one of your recovery codes/);
    again.fillIn('code', fresher[0] ?? '');
    await again.press('Continue');
    again.isAt('Authentication');
    assert.deepEqual(await changesTold(world), ['recovery-codes-renewed', 'recovery-code-used']);
  },
);

onDatabase('sqlite', 'a code is enough for five minutes, in this session alone', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const { browser } = await withApp(world);
  await browser.follow('Get new recovery codes');
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Show new recovery codes');
  browser.isAt('Keep your recovery codes');
  // A new password makes the code no fresher.
  world.letPass(minutes(4));
  await browser.visit(`${world.issuer}/account/authentication/password`);
  browser.fillIn('password', nextPassword);
  browser.fillIn('passwordConfirmation', nextPassword);
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Change the password');
  browser.says('Your password is changed');
  world.letPass(minutes(2));
  await browser.follow('Get new recovery codes');
  browser.fillIn('currentPassword', nextPassword);
  await browser.press('Show new recovery codes');
  assert.deepEqual(browser.problems, ['Enter the code from your OTP app, or a recovery code.']);
});

eachDatabase(
  'all three security questions are replaced after the password; answers are shown nowhere',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const id = await ofOld(world);
    const browser = await atAuthentication(world);
    await browser.visit(`${world.issuer}/account/questions`);
    browser.isAt('Security questions');
    const give = async (answers: readonly string[], password: string, own = '') => {
      for (const number of [1, 2, 3]) {
        browser.choose(`question${number}`, browser.optionsOf(`question${number}`)[number] ?? '');
        browser.fillIn(`answer${number}`, answers[number - 1] ?? '');
      }
      browser.fillIn('ownQuestion3', own);
      browser.fillIn('currentPassword', password);
      await browser.press('Replace the questions');
    };
    await give(['Rex', 'Rex', 'Rex'], ada.password);
    assert.match(browser.problems.join(), /three answers are the same/);
    await give(['pet', 'ok', 'Rome'], ada.password);
    assert.deepEqual(browser.problems, [
      'Answer 1 stands in its question already. Give one that others cannot read there.',
      'Answer 2 is too short. Use at least 3 letters or digits.',
    ]);
    await give(['Bagheera', 'Goldberg', 'Saint-Ouen'], 'not my password at all', 'Where do herons sleep?');
    assert.deepEqual(browser.problems, ['This is not your Master Account password.']);
    assert.equal(browser.valueOf('answer1'), 'Bagheera', 'what was typed stays');
    await give(['Bagheera', 'Goldberg', 'Saint-Ouen'], ada.password, 'Where do herons sleep?');
    browser.says('Your security questions are replaced');
    assert.equal(browser.valueOf('ownQuestion3'), 'Where do herons sleep?');
    assert.equal(browser.valueOf('answer1'), '');
    assert.doesNotMatch(browser.html, /Bagheera|Goldberg|Saint-Ouen/);
    const kept = await fresh.db
      .selectFrom('securityQuestions')
      .selectAll()
      .where('accountId', '=', id)
      .execute();
    assert.equal(kept.length, 3);
    assert.doesNotMatch(JSON.stringify(kept) + world.log(), /Bagheera|Goldberg|Saint-Ouen/);
    assert.deepEqual(await changesTold(world), ['questions-changed']);
    assert.equal(await eventsOf(world, 'questions-changed'), 1);
  },
);

onDatabase('sqlite', 'a code given at a sign-in is as good as one given for a change', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const { browser, app } = await withApp(world);
  world.letPass(minutes(6));
  await browser.follow('Get new recovery codes');
  browser.fillIn('currentPassword', ada.password);
  browser.fillIn('code', app.code());
  await browser.press('Show new recovery codes');
  browser.isAt('Keep your recovery codes');
  world.letPass(minutes(6));
  await world.send(browser, { prompt: 'login' });
  await givePassword(browser, ada);
  browser.fillIn('code', app.code());
  await browser.press('Continue');
  browser.fillIn('username', 'bob');
  browser.fillIn('password', legacyPassword);
  await browser.press('Sign in');
  await browser.visit(`${world.issuer}/account/authentication`);
  await browser.follow('Get new recovery codes');
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Show new recovery codes');
  browser.isAt('Keep your recovery codes');
});
