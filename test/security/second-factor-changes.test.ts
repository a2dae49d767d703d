// THREATS 12, 17, 43: in Manage My Account the factor changes only after password and factor (or emailed token).
import assert from 'node:assert/strict';
import { days, minutes } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { lettersTo } from '../support/letters.ts';
import { giveApp, oneAfterAnother, otpAppOf, wrongCodeOf } from '../support/otp-app.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const APP = '/account/authentication/app';

async function signedIn(world: SignInWorld, code?: () => string): Promise<Browser> {
  const browser = world.browser();
  await browser.visit(`${world.issuer}${APP}`);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  if (code) {
    browser.fillIn('code', code());
    await browser.press('Continue');
  }
  return browser;
}

const ofOld = (world: SignInWorld) => anAccount(world, ada, { setAt: Date.now() - days(30) });

const enrolments = async ({ db }: SignInWorld) => db.selectFrom('totpEnrolments').selectAll().execute();

eachDatabase('a stolen session and password bind no app without the emailed token', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await ofOld(world);
  const thief = await signedIn(world);
  thief.isAt('Turn on the OTP app');
  thief.fillIn('currentPassword', ada.password);
  await thief.press('Continue');
  thief.isAt('Confirm that it is you');
  for (const fields of [
    { code: '123456' },
    { currentPassword: ada.password },
    { token: 'WRNG-WRNG' },
    { token: 'WRNG-WRNG', code: '123456', currentPassword: ada.password },
    {},
  ]) {
    await forge(world, thief, { path: APP, fields: fields as Record<string, string> });
    await thief.visit(`${world.issuer}${APP}`);
    thief.isAt('Confirm that it is you');
  }
  assert.equal((await fresh.db.selectFrom('totpOffers').selectAll().execute()).length, 0);
  assert.equal((await enrolments(world)).length, 0);
});

eachDatabase(
  'the emailed token counts in the session and browser that asked for it alone',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await ofOld(world);
    const owner = await signedIn(world);
    owner.fillIn('currentPassword', ada.password);
    await owner.press('Continue');
    const letters = await lettersTo(world, ada.email);
    const token = String(letters.findLast(({ kind }) => kind === 'second-factor-token')?.fields['token']);
    const thief = await signedIn(world);
    world.letPass(minutes(2));
    thief.fillIn('currentPassword', ada.password);
    await thief.press('Continue');
    thief.isAt('Confirm that it is you');
    thief.fillIn('token', token);
    await thief.press('Continue');
    assert.match(thief.problems.join(), /not the token of the newest email/);
    owner.fillIn('token', token);
    await owner.press('Continue');
    owner.isAt('Set up your OTP app');
    // What the owner has proven opens nothing for the other session.
    await thief.visit(`${world.issuer}${APP}`);
    thief.isAt('Confirm that it is you');
  },
);

eachDatabase(
  'an app is replaced, turned off, and recovery codes are read, only after password and code',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const id = await ofOld(world);
    const app = await giveApp(world, { id, email: ada.email });
    const thief = await signedIn(world, app.code);
    thief.isAt('Replace your OTP app');
    world.letPass(minutes(6));
    const before = JSON.stringify(await enrolments(world));
    const codes = JSON.stringify(await fresh.db.selectFrom('recoveryCodes').selectAll().execute());
    const current = { currentPassword: ada.password };
    for (const path of [APP, `${APP}/off`, '/account/authentication/recovery-codes']) {
      for (const fields of [
        {},
        current,
        { ...current, code: '' },
        { ...current, code: wrongCodeOf(app) },
        { code: app.code() },
      ]) {
        const { status, body } = await forge(world, thief, {
          path,
          fields: fields as Record<string, string>,
        });
        assert.ok(status === 422 || status === 303, `${path}: ${status}`);
        assert.doesNotMatch(body, /class="recovery-codes"|qr-secret/);
      }
    }
    assert.equal(JSON.stringify(await enrolments(world)), before);
    assert.equal(JSON.stringify(await fresh.db.selectFrom('recoveryCodes').selectAll().execute()), codes);
  },
);

eachDatabase('a permit to bind an app is good for one binding, in its own session', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world);
  const owner = await signedIn(world);
  owner.fillIn('currentPassword', ada.password);
  await owner.press('Continue');
  owner.isAt('Set up your OTP app');
  const tab = owner.newTab();
  await tab.visit(owner.url.href);
  const app = otpAppOf(owner);
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      forge({ issuer: world.nodes[index % world.nodes.length] ?? '' }, owner, {
        path: APP,
        fields: { code: app.code() },
      }),
    ),
  );
  assert.equal(answers.filter(({ body }) => body.includes('Keep your recovery codes')).length, 1);
  assert.ok(answers.every(({ status }) => status < 500));
  for (const { headers } of answers)
    for (const cookie of headers['set-cookie'] ?? []) owner.cookies.take(cookie, owner.url);
  world.letPass(minutes(1));
  await owner.visit(`${world.issuer}${APP}`);
  owner.isAt('Replace your OTP app');
});

eachDatabase('a change that was under way in a session that has ended changes nothing', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await ofOld(world);
  const sessions = await oneAfterAnother(6, () => signedIn(world));
  const passwords = sessions.map((_, index) => `nine quiet herons at dawn ${index}`);
  const answers = await Promise.all(
    sessions.map((browser, index) =>
      forge({ issuer: world.nodes[index % world.nodes.length] ?? '' }, browser, {
        path: '/account/authentication/password',
        fields: {
          password: passwords[index] ?? '',
          passwordConfirmation: passwords[index] ?? '',
          currentPassword: ada.password,
        },
      }),
    ),
  );
  const won = answers.flatMap(({ location }, index) => (location?.includes('done=password') ? [index] : []));
  assert.equal(won.length, 1, answers.map(({ status, location }) => `${status} ${location}`).join());
  assert.ok(answers.every(({ status }) => status < 500));
  const left = await fresh.db.selectFrom('sessions').selectAll().execute();
  assert.equal(left.length, 1);
  const next = world.browser();
  await next.visit(`${world.issuer}/account/authentication`);
  await giveEmail(next, ada);
  await givePassword(next, { ...ada, password: passwords[won[0] ?? 0] ?? '' });
  next.isAt('Authentication');
});

/** The cookies that a browser holds for Master Account at this moment, as a thief copies or plants them. */
const cookiesOf = (browser: Browser, { issuer }: SignInWorld): string =>
  browser.cookies.headerFor(new URL(`${issuer}/account`));

/** Every mix of the session's cookie and of the one that points at it, each as it was or as it is. */
function mixesOf(earlier: readonly string[], now: string): string[] {
  const named = (cookies: string, name: RegExp) => cookies.split('; ').filter((each) => name.test(each));
  const session = /^ma_session/;
  return earlier.flatMap((then) => [
    then,
    [...named(then, session), ...named(now, /^(?!ma_session)/)].join('; '),
    [...named(then, /^ma_session=/), ...named(now, /^(?!ma_session=)/)].join('; '),
    [...named(then, session), ...named(now, session), ...named(now, /^(?!ma_session)/)].join('; '),
  ]);
}

eachDatabase(
  'whenever more is proven in a session, no cookie of before opens it, alone or mixed with those of now',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world);
    const owner = await signedIn(world);
    const earlier: string[] = [];
    const uid = async () =>
      (await fresh.db.selectFrom('sessions').select('uid').execute()).map((row) => row.uid);
    const [session] = await uid();
    const proving = async (prove: () => Promise<unknown>) => {
      earlier.push(cookiesOf(owner, world));
      await prove();
      assert.deepEqual(await uid(), [session], 'the session goes on');
      for (const node of world.nodes) {
        for (const cookie of mixesOf(earlier, cookiesOf(owner, world))) {
          const answer = await fetch(`${node}/account/authentication`, {
            headers: { cookie },
            redirect: 'manual',
          });
          assert.equal(answer.status, 303, cookie);
          assert.match(answer.headers.get('location') ?? '', /\/oidc\/authorize/);
          const silent = await fetch(`${node}${world.requestPath({ prompt: 'none' })}`, {
            headers: { cookie },
            redirect: 'manual',
          });
          assert.match(silent.headers.get('location') ?? '', /error=login_required/);
        }
      }
      const tab = owner.newTab();
      await tab.visit(`${world.issuer}/account/authentication`);
      tab.isAt('Authentication');
    };

    owner.fillIn('currentPassword', ada.password);
    await owner.press('Continue');
    const app = otpAppOf(owner);
    await proving(async () => {
      owner.fillIn('code', app.code());
      await owner.press('Turn on');
      owner.isAt('Keep your recovery codes');
    });
    world.letPass(minutes(6));
    await proving(async () => {
      await owner.visit(`${world.issuer}/account/authentication/recovery-codes`);
      owner.fillIn('currentPassword', ada.password);
      owner.fillIn('code', app.code());
      await owner.press('Show new recovery codes');
      owner.isAt('Keep your recovery codes');
    });
    await proving(async () => {
      await owner.visit(`${world.issuer}/account/authentication/password`);
      owner.fillIn('password', 'nine quiet herons at dawn');
      owner.fillIn('passwordConfirmation', 'nine quiet herons at dawn');
      owner.fillIn('currentPassword', ada.password);
      await owner.press('Change the password');
      owner.isAt('Authentication');
    });
  },
);

onDatabase(
  'sqlite',
  'a copied session has no more tries at the password in browsers that it calls new',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await ofOld(world);
    const thief = await signedIn(world);
    const answers: (string | undefined)[] = [];
    for (let tried = 0; tried < 7; tried++) {
      thief.cookies.forget(/ma_browser/);
      await thief.visit(`${world.issuer}${APP}`);
      thief.isAt('Turn on the OTP app');
      thief.fillIn('currentPassword', `wrong ${tried}`);
      await thief.press('Continue');
      answers.push(/Too many wrong passwords|not your Master Account password/.exec(thief.html)?.[0]);
    }
    assert.deepEqual(answers, [
      ...Array(5).fill('not your Master Account password'),
      ...Array(2).fill('Too many wrong passwords'),
    ]);
  },
);

onDatabase(
  'sqlite',
  'five wrong codes in a session end what it takes: another sign-in goes on at once, and that is said',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const app = await giveApp(world, { id: await ofOld(world), email: ada.email });
    const change = async () => {
      const browser = await signedIn(world, app.code);
      world.letPass(minutes(6));
      await browser.visit(`${world.issuer}${APP}`);
      return browser;
    };
    const give = async (browser: Browser, code: string) => {
      browser.fillIn('currentPassword', ada.password);
      browser.fillIn('code', code);
      await browser.press('Continue');
    };
    const browser = await change();
    for (let guesses = 0; guesses < 6; guesses++) await give(browser, wrongCodeOf(app));
    assert.deepEqual(browser.problems, [
      'The code was wrong five times, so no more are taken here. Sign out and sign in again, then go on.',
    ]);
    const again = await change();
    await give(again, app.code());
    again.isAt('Set up your OTP app');
  },
);
