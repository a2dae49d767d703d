// What a browser with scripts does on pages that ask for a passkey, with an authenticator in software.
import assert from 'node:assert/strict';
import { addToAccount, checkNewPasskey, offerNewPasskey } from '../../src/features/passkeys/index.ts';
import { issueRecoveryCodes } from '../../src/features/recovery-codes/index.ts';
import { systemClock } from '../../src/kernel/index.ts';
import { type Authenticator, type Deviation, newAuthenticator } from './authenticator.ts';
import type { Browser } from './browser.ts';
import { forge } from './forged-forms.ts';
import { type Element, parseHtml, within } from './html.ts';
import type { SignInWorld } from './sign-in-world.ts';

type World = Pick<SignInWorld, 'db' | 'sealing' | 'issuer'>;

/** The form that asks for a passkey on the page; undefined where none does. */
function formOn(browser: Browser): Element | undefined {
  const asks = (element: Element) => element.attributes['data-passkey-options'] !== undefined;
  return within(parseHtml(browser.html), asks).next().value ?? undefined;
}

/** What the page asks the browser to sign, or to make. */
export const passkeyOptionsOn = (browser: Browser): object | undefined => {
  const options = formOn(browser)?.attributes['data-passkey-options'];
  return options === undefined ? undefined : JSON.parse(options);
};

/** Posts what an authenticator has answered, and goes on where that leads. */
export async function postPasskey(
  world: Pick<World, 'issuer'>,
  browser: Browser,
  passkey: string,
): Promise<void> {
  const form = formOn(browser) ?? assert.fail('the page asks for a passkey');
  const path = form.attributes['action'] ?? '';
  const fields: Record<string, string> = { passkey };
  for (const name of ['page', 'recovery']) {
    const value = browser.valueOf(name);
    if (value !== undefined) fields[name] = value;
  }
  const answer = await forge(world, browser, { path, fields });
  for (const cookie of answer.headers['set-cookie'] ?? [])
    browser.cookies.take(cookie, new URL(world.issuer));
  assert.equal(answer.status, 303);
  await browser.visit(answer.location ?? '');
}

/** Gives the passkey that the page asks for. */
export const givePasskey = (
  world: Pick<World, 'issuer'>,
  browser: Browser,
  authenticator: Authenticator,
  deviation?: Deviation,
): Promise<void> =>
  postPasskey(world, browser, authenticator.give(passkeyOptionsOn(browser) ?? {}, deviation));

/** An account's passkey and recovery codes, as if made long ago. */
export async function withPasskey(
  world: World,
  { id, email }: { id: string; email: string },
  settings?: Parameters<typeof newAuthenticator>[1],
): Promise<Authenticator & { recoveryCodes: string[] }> {
  const deps = { ...world, clock: systemClock, brandName: 'Lumen' };
  const authenticator = newAuthenticator(world.issuer, settings);
  const account = { id, email, firstName: 'Ada', lastName: 'Lovelace' };
  const options = (await offerNewPasskey(deps, { account, place: 'set up' })) ?? {};
  const posted = authenticator.make(options);
  const made = await checkNewPasskey(deps, { accountId: id, place: 'set up', posted });
  assert.ok(made.ok);
  assert.ok((await addToAccount(deps, { accountId: id, made: made.value, name: 'Chrome on Linux' })).ok);
  return { ...authenticator, recoveryCodes: await issueRecoveryCodes(deps, id) };
}
