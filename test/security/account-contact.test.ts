// THREATS 2, 3, 10, 17, 22, 26, 27, 37, 40, 41: contact details, as an attacker meets them.
import assert from 'node:assert/strict';
import { insertPin } from '../../src/features/pins/index.ts';
import { minutes } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, grace } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { lettersTo } from '../support/letters.ts';
import { giveApp } from '../support/otp-app.ts';
import { withPasskey } from '../support/passkeys.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const HERE = '/account/contact';
const PIN = '7391640582';

async function signedIn(world: SignInWorld, person = ada): Promise<Browser> {
  const browser = world.browser();
  await browser.visit(`${world.issuer}${HERE}`);
  await giveEmail(browser, person);
  await givePassword(browser, { ...person, password: ada.password });
  return browser;
}

async function withPin(world: SignInWorld): Promise<string> {
  const accountId = await anAccount(world);
  await insertPin(world, { accountId, pin: PIN, setAt: 1 });
  return accountId;
}

async function askForAddress(browser: Browser, world: SignInWorld, email: string): Promise<void> {
  await browser.visit(`${world.issuer}${HERE}/email`);
  browser.fillIn('email', email);
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Send a token there');
}

const tokenTo = async (world: SignInWorld, to: string): Promise<string> =>
  String(
    (await lettersTo(world, to)).findLast(({ fields }) => fields['token'] !== undefined)?.fields['token'],
  );

async function undoLinkTo(world: SignInWorld, to: string): Promise<string> {
  const letter = (await lettersTo(world, to)).findLast(({ kind }) => kind === 'email-changed');
  return String(letter?.fields['link']);
}

async function moveTo(browser: Browser, world: SignInWorld, email: string): Promise<void> {
  await askForAddress(browser, world, email);
  browser.fillIn('token', await tokenTo(world, email));
  await browser.press('Change the address');
  browser.says('Your email address is changed');
}

const emailsOf = async ({ db }: SignInWorld) =>
  (await db.selectFrom('accounts').select('email').orderBy('email').execute()).map(({ email }) => email);

eachDatabase('a stolen session without the password reads no PIN and changes nothing', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await withPin(world);
  const browser = await signedIn(world);
  assert.ok(!browser.html.includes(PIN));
  // A page with a form, whose hidden fields the forged ones take.
  await browser.visit(`${world.issuer}${HERE}/names`);
  for (const [path, fields] of [
    ['/pin/show', {}],
    ['/pin', { pin: '1234' }],
    ['/names', { firstName: 'Eve', lastName: 'E' }],
    ['/email', { email: 'thief@example.com' }],
    ['/phone', { phone: '+15555550100' }],
    ['/phone/remove', {}],
  ] as const) {
    for (const currentPassword of ['', 'a guess of a password']) {
      const answer = await forge(world, browser, {
        path: HERE + path,
        fields: { ...fields, currentPassword, password: ada.password, verified: '1', accountId: 'x' },
      });
      assert.equal(answer.status, 422, path);
      assert.ok(!answer.body.includes(PIN), path);
      world.letPass(minutes(16));
    }
  }
  const account = await world.db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow();
  assert.deepEqual([account.firstName, account.email, account.phone], [ada.firstName, ada.email, null]);
  await browser.visit(`${world.issuer}/account/activity`);
  const guesses = browser.text.split('Password entered Refused: wrong password').length - 1;
  assert.equal(guesses, 6, 'and the owner reads of every guess');
  assert.deepEqual(await emailsOf(world), [ada.email]);
});

onDatabase('sqlite', 'no link from elsewhere has our pages say that something was done', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world);
  const browser = await signedIn(world);
  for (const told of ['contact?done=email', 'authentication?done=off', 'sessions?ended=others']) {
    const path = `/account/${told}`;
    await browser.visit(world.issuer + path);
    assert.equal(browser.url.search, '', 'typed, or from a mail');
    const from = (site: string) =>
      forge(world, browser, { path, fields: {}, method: 'GET', headers: { 'sec-fetch-site': site } });
    assert.equal((await from('cross-site')).location, path.replace(/\?.*/, ''));
    assert.match((await from('same-origin')).body, /banner-success/);
  }
  await browser.visit(`${world.issuer}/undo-email/done`);
  browser.isAt('Reset your password');
});

onDatabase('sqlite', 'where an app is enrolled, address and phone ask for its code too', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const id = await withPin(world);
  const app = await giveApp(world, { id, email: ada.email });
  const browser = await signedIn(world);
  browser.isAt('Enter your code');
  await browser.visit(`${world.issuer}${HERE}/pin/show`);
  assert.ok(!browser.has('Show the PIN'), 'the password alone does not lead to the PIN');
  const inside = await signedIn(world);
  inside.fillIn('code', app.code());
  await inside.press('Continue');
  world.letPass(minutes(6));
  await inside.visit(`${world.issuer}${HERE}/email`);
  for (const [path, fields] of [
    ['/email', { email: 'new@example.com' }],
    ['/phone', { phone: '+15555550100' }],
    ['/phone/remove', {}],
  ] as const) {
    const sent = { ...fields, currentPassword: ada.password };
    const answer = await forge(world, inside, { path: HERE + path, fields: sent });
    assert.equal(answer.status, 422, path);
    assert.match(answer.body, /Enter the code from your OTP app/, path);
  }
  assert.deepEqual(await world.db.selectFrom('emailChanges').selectAll().execute(), []);
  inside.fillIn('email', 'new@example.com');
  inside.fillIn('currentPassword', ada.password);
  inside.fillIn('code', app.code());
  await inside.press('Send a token there');
  inside.isAt('Verify your new email address');
});

onDatabase(
  'sqlite',
  'an account that has a passkey and no app is asked for a recovery code, and told of no app',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const id = await withPin(world);
    const { recoveryCodes } = await withPasskey(world, { id, email: ada.email });
    const browser = await signedIn(world);
    browser.fillIn('code', recoveryCodes[0] ?? '');
    await browser.press('Continue');
    browser.isAt('Contact details');
    world.letPass(minutes(6));
    await browser.visit(`${world.issuer}${HERE}/email`);
    browser.says('Recovery code One of the ten that you were shown.');
    for (const [code, problem] of [
      ['', 'Use your passkey, or enter one of your recovery codes.'],
      ['123456', 'This is not one of your recovery codes, or it has been used already.'],
      ['not a code', 'This is not one of your recovery codes, or it has been used already.'],
    ] as const) {
      browser.fillIn('email', 'new@example.com');
      browser.fillIn('currentPassword', ada.password);
      browser.fillIn('code', code);
      await browser.press('Send a token there');
      assert.deepEqual(browser.problems, [problem]);
      assert.ok(!browser.has('OTP app'), code);
      assert.equal(browser.valueOf('email'), 'new@example.com', 'what was typed is kept');
    }
    browser.fillIn('currentPassword', ada.password);
    browser.fillIn('code', recoveryCodes[1] ?? '');
    await browser.press('Send a token there');
    browser.isAt('Verify your new email address');
  },
);

onDatabase(
  'sqlite',
  'whoever opens two tabs before signing in arrives in both, and an answer that nobody began leads nowhere else',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const first = world.browser();
    await first.visit(`${world.issuer}${HERE}`);
    const second = first.newTab();
    await second.visit(`${world.issuer}/account/activity`);
    await giveEmail(first, ada);
    await givePassword(first, ada);
    first.isAt('What happened to your account');
    await second.visit(`${world.issuer}${HERE}`);
    second.isAt('Contact details');
    await second.visit(`${world.issuer}/account/callback?code=made-up&state=made-up`);
    second.isAt('Contact details');
  },
);

eachDatabase('a taken address is answered byte for byte like a free one', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world);
  await anAccount(world, grace);
  const browser = await signedIn(world);
  const pages: string[] = [];
  for (const email of [grace.email, 'grade@example.com']) {
    await askForAddress(browser, world, email);
    pages.push(
      browser.html
        .replaceAll(email, 'ADDRESS')
        .replaceAll(/\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/g, 'REFERENCE')
        .replaceAll(/<time[^>]*>[^<]*<\/time>/g, 'TIME'),
    );
  }
  assert.equal(grace.email.length, 'grade@example.com'.length);
  assert.equal(pages[0], pages[1]);
});

eachDatabase('whatever is not one plain address is refused, and nothing is mailed', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world);
  const browser = await signedIn(world);
  const before = (await world.db.selectFrom('messages').select('id').execute()).length;
  for (const email of [
    'a@example.com,b@example.com',
    'a@example.com\r\nBcc: v@example.com',
    '"a b"@example.com',
    'a@example.com <b@example.com>',
    'a@localhost',
    'a@192.0.2.1',
    'ädä@example.com',
  ]) {
    await askForAddress(browser, world, email);
    assert.equal(browser.status, 422, email);
  }
  const forged = {
    path: `${HERE}/email`,
    fields: { 'email[]': 'x@example.com', currentPassword: ada.password },
  };
  assert.equal((await forge(world, browser, forged)).status, 422);
  await askForAddress(browser, world, 'ADA＠example.com');
  browser.says('This is your address already');
  assert.equal((await world.db.selectFrom('messages').select('id').execute()).length, before);
});

eachDatabase(
  'a token counts in no other session of the account, in no other account, and for no other purpose',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    await anAccount(world, grace);
    const [own, elsewhere, other] = [
      await signedIn(world),
      await signedIn(world),
      await signedIn(world, grace),
    ];
    await askForAddress(own, world, 'new@example.com');
    const token = await tokenTo(world, 'new@example.com');
    await elsewhere.visit(`${world.issuer}${HERE}/email/verify?token=${token}`);
    elsewhere.isAt('This change was asked for elsewhere');
    await other.visit(`${world.issuer}${HERE}/email/verify?token=${token}`);
    other.isAt('Contact details');
    for (const browser of [elsewhere, other]) {
      await browser.visit(`${world.issuer}${HERE}/names`);
      for (const path of ['/email/verify', '/phone/verify']) {
        const fields = { token, email: 'new@example.com', phone: 'new@example.com' };
        assert.equal((await forge(world, browser, { path: HERE + path, fields })).status, 303);
      }
      for (const path of ['/email/where-is-my-email', '/email/new-token']) {
        await browser.visit(`${world.issuer}${HERE}${path}`);
        assert.ok(!browser.text.includes('Recipient'), 'no report');
      }
    }
    assert.deepEqual(await emailsOf(world), [ada.email, grace.email]);
    own.fillIn('token', token);
    await own.press('Change the address');
    assert.deepEqual(await emailsOf(world), [grace.email, 'new@example.com']);
    await elsewhere.visit(`${world.issuer}${HERE}`);
    elsewhere.isAt('Enter your email address');
  },
);

eachDatabase(
  'what a thief has asked for is seen, and cancelled, in the owner’s session',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const [owner, thief] = [await signedIn(world), await signedIn(world)];
    await askForAddress(thief, world, 'thief@example.com');
    await owner.visit(`${world.issuer}${HERE}`);
    owner.says('thief@example.com');
    await owner.press('Cancel the change');
    thief.fillIn('token', await tokenTo(world, 'thief@example.com'));
    await thief.press('Change the address');
    assert.deepEqual(await emailsOf(world), [ada.email]);
  },
);

eachDatabase(
  'the undo link does nothing when it is looked at, and nothing for a form of another site',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const thief = await signedIn(world);
    await moveTo(thief, world, 'thief@example.com');
    const link = await undoLinkTo(world, ada.email);
    assert.ok(link.startsWith(`${world.issuer}/undo-email?undo=`));
    for (const method of ['GET', 'HEAD']) await fetch(link, { method, headers: { host: 'evil.example' } });
    const owner = world.browser();
    await owner.visit(link);
    assert.equal(owner.header('cache-control'), 'no-store');
    const undo = new URL(link).searchParams.get('undo') ?? '';
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await forge(world, owner, { path: '/undo-email', fields: { undo }, headers });
      assert.equal(answer.status, 403);
    }
    const withoutToken = await forge(world, owner, { path: '/undo-email', fields: { undo, csrf: 'x' } });
    assert.equal(withoutToken.status, 403);
    assert.deepEqual(await emailsOf(world), ['thief@example.com']);
    await owner.press('Undo the change');
    owner.isAt('The change is undone');
    assert.deepEqual(await emailsOf(world), [ada.email]);
    await thief.visit(`${world.issuer}${HERE}`);
    thief.isAt('Enter your email address');
    assert.ok(!world.log().includes(undo), 'the log does not hold the link');
  },
);

eachDatabase('a sign-in that stands on the old address ends with it', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const id = await anAccount(world);
  const halfWay = world.browser();
  await world.send(halfWay);
  await giveEmail(halfWay, ada);
  await givePassword(halfWay, ada);
  halfWay.isAt('Account Linking');
  await moveTo(await signedIn(world), world, 'new@example.com');
  const left = await world.db
    .selectFrom('attempts')
    .select('id')
    .where('accountId', '=', id)
    .where('doneAt', 'is', null)
    .execute();
  assert.deepEqual(left, []);
});

onDatabase('sqlite', 'PIN, tokens and names are no markup, and in no line of the log', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await withPin(world);
  const browser = await signedIn(world);
  await browser.visit(`${world.issuer}${HERE}/names`);
  const name = '"><script>alert(1)</script>';
  browser.fillIn('firstName', name);
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Change the name');
  browser.says(name);
  assert.doesNotMatch(browser.html, /<script>alert/);
  await browser.visit(`${world.issuer}${HERE}/pin/show`);
  browser.fillIn('currentPassword', ada.password);
  await browser.press('Show the PIN');
  browser.says(PIN);
  assert.equal(browser.header('cache-control'), 'no-store');
  await askForAddress(browser, world, 'new@example.com');
  const token = await tokenTo(world, 'new@example.com');
  await browser.visit(`${world.issuer}${HERE}/email/verify?token=${token}`);
  await browser.press('Change the address');
  const events = await world.db.selectFrom('auditEvents').selectAll().execute();
  assert.ok(events.some(({ what }) => what === 'pin-shown'));
  for (const secret of [PIN, token, ada.password]) {
    assert.ok(!world.log().includes(secret), secret);
    assert.ok(!JSON.stringify(events).includes(secret), secret);
  }
});
