// THREATS 27: what was sent for one purpose, at the forms and links of every other, in the one browser that has them all.
import assert from 'node:assert/strict';
import { days } from '../../src/kernel/index.ts';
import {
  ada,
  answerQuestions,
  choosePassword,
  declineSecondFactor,
  giveContact,
  giveEmail,
  givePassword,
  grace,
} from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { onDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { lettersTo } from '../support/letters.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const phone = '+15555550123';
const newAddress = 'ada@new.example';

const lastOf = async (world: SignInWorld, to: string, field: string, kind = /token/): Promise<string> =>
  String((await lettersTo(world, to)).findLast((letter) => kind.test(letter.kind))?.fields[field]);

/** A form that takes a token, with the one that was sent for it. */
interface TokenForm {
  path: string;
  page: Browser;
  token: string;
  hidden: string[];
}

const post = ({ path, page, hidden }: TokenForm, world: SignInWorld, token: string) =>
  forge(world, page, {
    path,
    fields: { token, ...Object.fromEntries(hidden.map((name) => [name, page.valueOf(name) ?? ''])) },
  });

/** Everything that takes a token, under way at the same time in one browser. */
async function allAtOnce(world: SignInWorld, browser: Browser): Promise<TokenForm[]> {
  const account = `${world.issuer}/account`;
  const on = async (address: string, fields: Record<string, string>, button: string): Promise<Browser> => {
    const tab = browser.newTab();
    await tab.visit(address);
    for (const [name, value] of Object.entries(fields)) tab.fillIn(name, value);
    await tab.press(button);
    return tab;
  };
  const currentPassword = ada.password;
  const registering = await on(`${world.issuer}/register`, { email: grace.email }, 'Next');
  await giveContact(registering, grace);
  await choosePassword(registering, grace);
  await declineSecondFactor(registering);
  await answerQuestions(registering);
  const moving = await on(
    `${account}/contact/email`,
    { email: newAddress, currentPassword },
    'Send a token there',
  );
  const phoning = await on(`${account}/contact/phone`, { phone, currentPassword }, 'Send a token there');
  const binding = await on(`${account}/passkeys/add`, { currentPassword }, 'Continue');
  const boundBy = await lastOf(world, ada.email, 'token');
  const recovering = await on(`${world.issuer}/recover`, { email: ada.email }, 'Next');
  recovering.choose('channel', 'email');
  await recovering.press('Send the token');
  const form = (page: Browser, token: string, hidden: string[] = []) => ({
    path: page.url.pathname,
    page,
    token,
    hidden,
  });
  return [
    form(registering, await lastOf(world, grace.email, 'token')),
    form(phoning, await lastOf(world, phone, 'token'), ['phone']),
    form(binding, boundBy),
    form(recovering, await lastOf(world, ada.email, 'token'), ['recovery']),
    form(moving, await lastOf(world, newAddress, 'token'), ['email']),
  ];
}

onDatabase(
  'sqlite',
  'a token counts at the form that it was sent for, and a link at its own address',
  async (fresh, t) => {
    const world = await aSignInWorld(fresh, t);
    await anAccount(world, ada, { setAt: Date.now() - days(40) });
    const browser = world.browser();
    await browser.visit(`${world.issuer}/account`);
    await giveEmail(browser, ada);
    await givePassword(browser, ada);
    const forms = await allAtOnce(world, browser);
    assert.equal(new Set(forms.map(({ token }) => token)).size, 5);
    for (const form of forms) {
      for (const { token, path } of forms) {
        if (path === form.path) continue;
        const { status, body } = await post(form, world, token);
        const isWrong = status === 422 && body.includes('This is not the token of the newest');
        assert.ok(isWrong, `${status} ${path} → ${form.path}`);
      }
    }
    for (const form of forms) {
      assert.equal((await post(form, world, form.token)).status, 303, form.path);
    }
    const secretOf = async (kind: RegExp) =>
      [...new URL(await lastOf(world, ada.email, 'link', kind)).searchParams.values()][0] ?? '';
    await browser.visit(`${world.issuer}/recover?another=yes`);
    const undo = await secretOf(/email-changed/);
    const notice = await secretOf(/account-changed/);
    const at = async (path: string, fields: Record<string, string>) =>
      (await forge(world, browser, { path, fields })).status;
    assert.deepEqual(
      [await at('/not-me', { notice: undo }), await at('/undo-email', { undo: notice })],
      [410, 409],
    );
    assert.equal(await at('/undo-email', { undo }), 303);
  },
);
