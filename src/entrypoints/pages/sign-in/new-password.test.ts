import assert from 'node:assert/strict';
import { ada, giveEmail, givePassword } from '../../../../test/journeys/people.ts';
import type { Browser } from '../../../../test/support/browser.ts';
import { onDatabase } from '../../../../test/support/databases.ts';
import { forge } from '../../../../test/support/forged-forms.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../../../../test/support/sign-in-world.ts';
import { minutes } from '../../../kernel/index.ts';

async function asked(world: SignInWorld, browser: Browser, password: string) {
  const path = browser.html.match(/data-check="([^"]+)"/)?.[1] ?? assert.fail('the checklist asks nobody');
  const answer = await forge(world, browser, { path, fields: { password } });
  return { status: answer.status, ...(JSON.parse(answer.body) as { unmet: string[] }) };
}

onDatabase('sqlite', 'at its renewal a password is judged as it is at registration', async (fresh, t) => {
  const world = await aSignInWorld(fresh, t);
  await anAccount(world, ada, { expiresAt: Date.now() - minutes(1) });
  const browser = world.browser();
  await world.send(browser);
  await giveEmail(browser, ada);
  await givePassword(browser, ada);
  browser.isAt('Choose a new password');
  const judged: [string, string[]][] = [
    ['short', ['length']],
    ['passwordpassword', ['uncommon']],
    ['Lovelace Ada 1815', ['impersonal']],
    ['SavvisStation 2026!', ['impersonal']],
    ['nine quiet herons at dawn', []],
  ];
  for (const [password, unmet] of judged) {
    assert.deepEqual(await asked(world, browser, password), { status: 200, unmet }, password);
  }
  browser.fillIn('password', 'SavvisStation 2026!');
  browser.fillIn('passwordConfirmation', 'SavvisStation 2026!');
  await browser.press('Set the new password');
  assert.deepEqual(browser.problems, [
    'The password is made of the name of a service. Use words that have nothing to do with it.',
  ]);
  const tried: [string, boolean][] = [
    ['nine quiet herons at dawn', true],
    [ada.password, false],
  ];
  for (const [password, isGood] of tried) {
    browser.fillIn('password', password);
    browser.fillIn('passwordConfirmation', password);
    browser.choose('passwordExpiration', 'date');
    await browser.press('Set the new password');
    assert.equal(browser.problems.length, 2);
    assert.equal(browser.problems[1]?.startsWith('Enter the password again'), isGood);
  }
});

onDatabase(
  'sqlite',
  'whose password is not to be replaced is told nothing about another one',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world, ada, { expiresAt: Date.now() - minutes(1) });
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, ada);
    browser.isAt('Enter your password');
    const path = browser.url.pathname.replace(/password$/, 'new-password/check');
    const answer = await forge(world, browser, { path, fields: { password: 'Lovelace Ada 1815' } });
    assert.deepEqual([answer.status, answer.body], [404, '{"unmet":[]}']);
  },
);
