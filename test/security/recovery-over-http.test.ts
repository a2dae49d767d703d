// THREATS 4, 14, 15, 36, 38, 40: recovery as a stranger's browser, another site and a reader of the disk meet it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { notifyChange } from '../../src/features/notices/index.ts';
import { hashAnswer, insertQuestions, questionList } from '../../src/features/security-questions/index.ts';
import { budgets } from '../../src/features/throttle/index.ts';
import { days, minutes, systemClock } from '../../src/kernel/index.ts';
import { openHashing } from '../../src/platform/hashing/index.ts';
import { ada, grace } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, type FreshDatabase, onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { lettersTo } from '../support/letters.ts';
import { giveApp, wrongCodeOf } from '../support/otp-app.ts';
import { givePasskey, passkeyOptionsOn, postPasskey, withPasskey } from '../support/passkeys.ts';
import { recoveryTokenTo } from '../support/recoveries.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const steps = ['choose', 'token', 'questions', 'code', 'new-password', 'done'];
const answers = ['canary pet 6ed6', 'canary concert 7fe7', 'canary town 8af8'];
const password = 'canary renewed 9b09 harbour';

/** Everything that any form of recovery has, and what none of them has. */
const allFields = {
  channel: 'email',
  token: 'AAAA-AAAA',
  answer1: 'a',
  answer2: 'b',
  answer3: 'c',
  code: '123456',
  password,
  passwordConfirmation: password,
  accountId: 'ada',
  tokenProvenAt: '1',
  answersProvenAt: '1',
  step: 'done',
};

async function withQuestions({ db }: FreshDatabase): Promise<string> {
  const accountId = await anAccount({ db });
  const hashing = openHashing({ memoryKiB: 19_456, passes: 2 });
  const chosen = answers.map((answer, index) => ({ question: questionList[index] ?? '', answer }));
  const questions = await Promise.all(chosen.map((each) => hashAnswer({ hashing }, each)));
  await insertQuestions(db, { accountId, questions });
  return accountId;
}

async function begin(world: SignInWorld, browser: Browser, email = ada.email): Promise<void> {
  await browser.visit(`${world.issuer}/recover?another=yes`);
  browser.fillIn('email', email);
  await browser.press('Next');
  browser.isAt('Choose how to receive the token');
}

async function toQuestions(world: SignInWorld, browser: Browser): Promise<string> {
  await begin(world, browser);
  browser.choose('channel', 'email');
  await browser.press('Send the token');
  const token = await recoveryTokenTo(world, ada.email);
  browser.fillIn('token', token);
  await browser.press('Continue');
  browser.isAt('Answer your security questions');
  return token;
}

async function answerAll(browser: Browser): Promise<void> {
  for (const [index, answer] of answers.entries()) browser.fillIn(`answer${index + 1}`, answer);
  await browser.press('Continue');
}

const post = async (world: SignInWorld, browser: Browser, step: string, fields: object = allFields) => {
  const recovery = browser.valueOf('recovery') ?? '';
  const answer = await forge(world, browser, { path: `/recover/${step}`, fields: { recovery, ...fields } });
  return `${answer.status} ${answer.location}`;
};

eachDatabase('steps that are asked for, posted or repeated out of turn are no progress', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await withQuestions(fresh);
  const browser = world.browser();
  await begin(world, browser);
  for (const step of steps.slice(1)) {
    assert.equal(await post(world, browser, step), '303 /recover/choose', step);
    const shown = await forge(world, browser, { path: `/recover/${step}`, fields: {}, method: 'GET' });
    assert.equal(shown.location, '/recover/choose', step);
  }
  await toQuestions(world, browser);
  for (const step of steps.filter((each) => each !== 'questions'))
    assert.equal(await post(world, browser, step), '303 /recover/questions', step);
  for (const step of ['new-token', 'constructor', '%2e%2e', 'new-password/check']) {
    const answer = await post(world, browser, step);
    assert.ok(answer.startsWith('303 /recover/questions') || answer.startsWith('404'), `${step} ${answer}`);
  }
  const [row] = await fresh.db
    .selectFrom('recoveries')
    .selectAll()
    .where('tokenProvenAt', 'is not', null)
    .execute();
  assert.deepEqual([row?.answersProvenAt, row?.accountId, row?.doneAt], [null, null, null]);
});

eachDatabase(
  'a recovery opens in its own browser only, and its cookie opens nothing else',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await withQuestions(fresh);
    const owner = world.browser();
    await toQuestions(world, owner);
    const cookieOf = (browser: Browser, name: string) =>
      browser.cookies
        .headerFor(new URL(world.issuer))
        .split('; ')
        .find((pair) => pair.startsWith(`${name}=`)) ?? '';

    const thief = world.browser();
    await thief.visit(`${world.issuer}/recover`);
    thief.cookies.take(`${cookieOf(owner, 'ma_recovery')}; Path=/`, thief.url);
    await thief.visit('/recover/questions');
    thief.isAt('Reset your password');

    const alone = world.browser();
    alone.cookies.take(`${cookieOf(owner, 'ma_recovery')}; Path=/`, new URL(world.issuer));
    alone.cookies.take(`${cookieOf(owner, 'ma_browser')}; Path=/`, new URL(world.issuer));
    await world.send(alone);
    alone.isAt('Enter your email address');
    await alone.visit(`${world.issuer}/account/contact`);
    alone.isAt('Enter your email address');
  },
);

onDatabase(
  'sqlite',
  'a form of another site, without its token, or of another tab’s recovery does nothing',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await withQuestions(fresh);
    const browser = world.browser();
    await toQuestions(world, browser);
    const right = { answer1: answers[0] ?? '', answer2: answers[1] ?? '', answer3: answers[2] ?? '' };
    const recovery = browser.valueOf('recovery') ?? '';
    const path = '/recover/questions';
    for (const attack of [
      { path, fields: { ...right, recovery, csrf: 'x' } },
      { path, fields: { ...right, recovery }, headers: { 'sec-fetch-site': 'cross-site' } },
      { path, fields: { ...right, recovery }, headers: { origin: 'https://evil.example' } },
      { path: '/recover', fields: { email: grace.email }, headers: { origin: 'https://evil.example' } },
      { path: '/not-me', fields: { notice: 'x' }, headers: { origin: 'https://evil.example' } },
    ]) {
      assert.equal((await forge(world, browser, attack)).status, 403);
    }
    assert.equal(
      await post(world, browser, 'questions', { ...right, recovery: 'x'.repeat(22) }),
      '303 /recover/questions?other=yes',
    );
    await browser.visit('/recover/questions?other=yes');
    browser.says('That form belonged to another tab');
  },
);

onDatabase('sqlite', 'no parameter leads elsewhere, and a planted cookie is no fault', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const browser = world.browser();
  const evil =
    'attempt=//evil.example&next=https://evil.example&backTo=/%5cevil&ended=%0d%0aevil&another=%22%3Eevil';
  await browser.visit(`${world.issuer}/recover?${evil}`);
  assert.doesNotMatch(browser.html, /evil/);
  const answer = await forge(world, browser, {
    path: `/recover?${evil}`,
    fields: { email: ada.email, attempt: '//evil' },
  });
  assert.equal(answer.location, '/recover/choose');
  for (const value of ['x', '.', `${'a'.repeat(22)}.${'b'.repeat(43)}`, 'a.b.c', '%00', 'é']) {
    browser.cookies.take(`ma_recovery=${value}; Path=/`, browser.url);
    await browser.visit('/recover/token');
    browser.isAt('Reset your password');
  }
  for (const path of [
    '/not-me',
    '/not-me?notice=',
    '/not-me?notice=%00',
    `/not-me?notice=${'x'.repeat(5000)}`,
  ]) {
    const shown = await forge(world, browser, { path, fields: {}, method: 'GET' });
    assert.equal(shown.status, 410, path);
  }
});

eachDatabase(
  'the link of a notice is looked at as often as one likes, and no network looks for others',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const id = await anAccount(world);
    const deps = { db: fresh.db, sealing: world.sealing, clock: systemClock, issuer: world.issuer };
    const account = { id, email: ada.email, firstName: 'Ada' };
    await notifyChange(deps, { account, change: 'name-changed', from: {} });
    const link = String((await lettersTo(world, ada.email)).at(-1)?.fields['link']);
    const browser = world.browser();
    for (let looks = 0; looks < 3; looks++) {
      await browser.visit(link);
      browser.isAt('Was this not you?');
      browser.says('Your name was changed');
      assert.equal(browser.header('cache-control'), 'no-store');
    }
    assert.deepEqual(await fresh.db.selectFrom('recoveries').selectAll().execute(), []);
    const guess = (guesses: number) => browser.visit(`${world.issuer}/not-me?notice=${guesses}`);
    for (let guesses = 0; guesses < budgets['notice-links'].tries; guesses++) {
      await guess(guesses);
      assert.equal(browser.status, 410);
    }
    await guess(1);
    assert.equal(browser.status, 429);
    assert.match(browser.header('retry-after') ?? '', /^[56]\d\d$/);
    // Pictures on a page elsewhere can spend the network's guesses, and not the owner's way out.
    await browser.visit(link);
    browser.isAt('Was this not you?');
  },
);

onDatabase(
  'sqlite',
  'what is typed on the way is found in no log, no header and nowhere at rest',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await withQuestions(fresh);
    const browser = world.browser();
    const held = new Set<string>();
    const holds = () => {
      for (const pair of browser.cookies.headerFor(browser.url).split('; '))
        if (pair.startsWith('ma_recovery=')) held.add(pair.split('.')[1] ?? '');
    };
    const token = await toQuestions(world, browser);
    holds();
    await browser.visit(`${world.issuer}/recover/token?token=${token}`);
    for (const [index, answer] of answers.entries()) browser.fillIn(`answer${index + 1}`, answer);
    await browser.press('Continue');
    holds();
    browser.isAt('Choose a new password');
    browser.fillIn('password', password);
    browser.fillIn('passwordConfirmation', password);
    await browser.press('Set the new password');
    browser.isAt('Your password is reset');
    assert.doesNotMatch(browser.html, new RegExp([password, ...answers].join('|')));
    const link = String((await lettersTo(world, ada.email)).at(-1)?.fields['link']);
    await browser.visit(link);
    await browser.press('Sign everybody out and reset my password');
    browser.isAt('Choose how to receive the token');
    holds();

    assert.ok('file' in fresh.address);
    const folder = dirname(fresh.address.file);
    const files = readdirSync(folder)
      .filter((name) => name.startsWith('master-account'))
      .map((name) => readFileSync(join(folder, name), 'latin1'));
    const secrets = [
      token,
      token.replace('-', ''),
      password,
      ...answers,
      ...answers.map((each) => each.replaceAll(' ', '')),
    ];
    const links = [new URL(link).searchParams.get('notice') ?? ''];
    assert.ok(held.size >= 3);
    for (const secret of [...secrets, ...links, ...held]) {
      assert.ok(secret.length > 7);
      assert.ok(!world.log().includes(secret), `in the log: ${secret}`);
      assert.ok(!files.some((file) => file.includes(secret)), `at rest: ${secret}`);
    }
  },
);

eachDatabase(
  'whoever has a passkey gives it in a recovery: it counts there alone, once, and for its owner',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const id = await withQuestions(fresh);
    const authenticator = await withPasskey(world, { id, email: ada.email });
    const thief = await withPasskey(world, { id: await anAccount(world, grace), email: grace.email });
    const browser = world.browser();
    await toQuestions(world, browser);
    await answerAll(browser);
    browser.isAt('Use your passkey');
    assert.doesNotMatch(browser.text, /OTP app|six digits|code from/i);
    for (const other of [thief, authenticator]) {
      const wrong = other === authenticator ? { userVerified: false } : {};
      await givePasskey(world, browser, other, wrong);
      browser.isAt('Use your passkey');
      browser.says('This passkey was not accepted');
      assert.match(browser.text, /or enter a recovery code/);
    }
    const held = browser.cookies.headerFor(browser.url);
    const unused = authenticator.give(passkeyOptionsOn(browser) ?? {});
    await browser.reload();
    const posted = authenticator.give(passkeyOptionsOn(browser) ?? {});
    await postPasskey(world, browser, posted);
    browser.isAt('Choose a new password');
    assert.notEqual(browser.cookies.headerFor(browser.url), held, 'the cookie has changed');
    // A recovery of its own: what was given in the other one, or for it, counts for nothing there.
    const second = world.browser();
    world.letPass(minutes(2));
    await toQuestions(world, second);
    await answerAll(second);
    for (const elsewhere of [posted, unused]) {
      await postPasskey(world, second, elsewhere);
      second.isAt('Use your passkey');
    }
    second.fillIn('code', authenticator.recoveryCodes[0] ?? '');
    await second.press('Continue');
    second.isAt('Choose a new password');
  },
);

onDatabase(
  'sqlite',
  'five wrong codes end a recovery and not the day: another one goes on at once',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const app = await giveApp(world, { id: await withQuestions(fresh), email: ada.email });
    const browser = world.browser();
    await toQuestions(world, browser);
    await answerAll(browser);
    for (let guesses = 0; guesses < 6; guesses++) {
      browser.fillIn('code', wrongCodeOf(app));
      await browser.press('Continue');
    }
    browser.says('The code was wrong five times, so no more are taken here.');
    assert.ok(!browser.has('Continue'));
    world.letPass(minutes(1));
    await browser.follow('Begin again');
    await toQuestions(world, browser);
    await answerAll(browser);
    browser.fillIn('code', app.code());
    await browser.press('Continue');
    browser.isAt('Choose a new password');
  },
);

onDatabase(
  'sqlite',
  'a new password that comes without an expiration keeps the one that was chosen',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await withQuestions(fresh);
    await fresh.db.updateTable('passwords').set({ expiration: '90-days' }).execute();
    const browser = world.browser();
    await toQuestions(world, browser);
    await answerAll(browser);
    browser.isAt('Choose a new password');
    const fields = { password, passwordConfirmation: password };
    assert.equal(await post(world, browser, 'new-password', fields), '303 /recover/done');
    const kept = await fresh.db.selectFrom('passwords').select(['expiration', 'expiresAt']).execute();
    assert.equal(kept[0]?.expiration, '90-days');
    assert.ok(Number(kept[0].expiresAt) > Date.now() + days(89));
  },
);
