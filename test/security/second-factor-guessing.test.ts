// THREATS 18, 19: each code works once, on all nodes, and guesses hold their budget however many are made at once.
import assert from 'node:assert/strict';
import { minutes, seconds } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase } from '../support/databases.ts';
import { type Forged, forge } from '../support/forged-forms.ts';
import { giveApp, oneAfterAnother, wrongCodeOf } from '../support/otp-app.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

async function withApp(world: SignInWorld) {
  const id = await anAccount(world);
  return giveApp(world, { id, email: ada.email });
}

async function atCode(world: SignInWorld): Promise<Browser> {
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  browser.isAt('Enter your code');
  return browser;
}

const give = (world: SignInWorld, browser: Browser, code: string, node = 0): Promise<Forged> =>
  forge({ issuer: world.nodes[node % world.nodes.length] ?? '' }, browser, {
    path: browser.url.pathname,
    fields: { code },
  });

eachDatabase(
  'one code signs in one of many attempts at once, on whatever node, and none later',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const app = await withApp(world);
    const browsers = await oneAfterAnother(8, () => atCode(world));
    const code = app.code();
    const answers = await Promise.all(browsers.map((browser, index) => give(world, browser, code, index)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [
      303,
      ...Array.from({ length: 7 }, () => 422),
    ]);
    const { body } = answers.find(({ status }) => status === 422) ?? assert.fail();
    assert.match(body, /has been used already/);
    const late = await atCode(world);
    world.letPass(seconds(25));
    assert.equal((await give(world, late, code, 1)).status, 422, 'inside its window');
  },
);

eachDatabase(
  'a code of the step before is accepted, and none from before that or from the next',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const app = await withApp(world);
    // Away from the code that bound the app, which is spent.
    world.letPass(minutes(3));
    const browser = await atCode(world);
    for (const [off, accepted] of [
      [-seconds(60), false],
      [seconds(30), false],
      [-seconds(30), true],
    ] as const) {
      const { status } = await give(world, browser, app.code(off), 1);
      assert.equal(status, accepted ? 303 : 422, `${off} ms`);
    }
  },
);

eachDatabase('a recovery code signs in one of many attempts at once', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const app = await withApp(world);
  const browsers = await oneAfterAnother(6, () => atCode(world));
  const [code = ''] = app.recoveryCodes;
  const answers = await Promise.all(browsers.map((browser, index) => give(world, browser, code, index)));
  assert.equal(answers.filter(({ status }) => status === 303).length, 1);
  assert.equal(answers.filter(({ status }) => status === 422).length, 5);
});

eachDatabase('of fifty guesses at once in one attempt five are looked at', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const app = await withApp(world);
  const browser = await atCode(world);
  const wrong = wrongCodeOf(app);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => give(world, browser, wrong, index)),
  );
  assert.equal(answers.filter(({ status }) => status === 422).length, 5);
  assert.equal(answers.filter(({ status }) => status === 429).length, 45);
  // The right one as well: nothing tells whether it was.
  const right = await give(world, browser, app.code());
  assert.equal(right.status, 429);
  const written = await fresh.db
    .selectFrom('auditEvents')
    .select('outcome')
    .where('what', '=', 'second-factor-given')
    .where('outcome', '=', 'refused')
    .execute();
  assert.equal(written.length, 5, 'what is not looked at fills no audit');
  assert.match(right.body, /wrong five times, so no more are taken here/);
  assert.doesNotMatch(right.body, /name="code"/);
  const href = /href="([^"]+)">Start again at /.exec(right.body)?.[1];
  assert.ok(href);
  const again = await atCode(world);
  assert.equal((await give(world, again, app.code())).status, 303);
});

eachDatabase('over many attempts at once an account has twenty guesses an hour', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  const app = await withApp(world);
  const browsers = await oneAfterAnother(8, () => atCode(world));
  const wrong = wrongCodeOf(app);
  const answers = await Promise.all(
    browsers.flatMap((browser, index) => Array.from({ length: 5 }, () => give(world, browser, wrong, index))),
  );
  assert.equal(answers.filter(({ status }) => status === 422).length, 20);
  assert.equal(answers.filter(({ status }) => status === 429).length, 20);
  world.letPass(minutes(61));
  const owner = await atCode(world);
  assert.equal((await give(world, owner, app.code())).status, 303);
});

eachDatabase(
  'a wrong clock is told after two codes of the same other moment, and never before; both are spent',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    const app = await withApp(world);
    const browser = await atCode(world);
    const first = await give(world, browser, app.code(minutes(4)));
    assert.doesNotMatch(first.body, /clock is about/);
    const later = app.code(minutes(4) + seconds(30));
    world.letPass(seconds(30));
    const second = await give(world, browser, later, 1);
    assert.match(second.body, /Your phone’s clock is about 4 minutes ahead/);
    // When its time comes it is no code any more.
    world.letPass(minutes(4));
    const third = await give(world, browser, later);
    assert.equal(third.status, 422);
  },
);
