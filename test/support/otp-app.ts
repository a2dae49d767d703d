// The phone in the hands of somebody who has an account.
import assert from 'node:assert/strict';
import { issueRecoveryCodes } from '../../src/features/recovery-codes/index.ts';
import { currentOffer } from '../../src/features/totp/index.ts';
import { codeOfStep } from '../../src/features/totp/totp-secret.ts';
import { stepAt } from '../../src/features/totp/totp-step.ts';
import { systemClock } from '../../src/kernel/index.ts';
import type { Browser } from './browser.ts';
import { type OtpApp, otpAppWith } from './oathtool.ts';
import type { SignInWorld } from './sign-in-world.ts';
import { confirmOffer } from './totp-world.ts';

/** Types the key of the page in, as whoever cannot scan it does. */
export function otpAppOf(browser: Browser): OtpApp {
  const [, shown] = browser.html.match(/class="qr-secret">([A-Z2-7 ]+)</) ?? [];
  assert.ok(shown, 'the page shows a key to type');
  return otpAppWith(shown.replaceAll(' ', ''));
}

/** The recovery codes that the page shows. */
export const recoveryCodesOn = ({ html }: Browser): string[] =>
  [...html.matchAll(/<li><code>([0-9A-Z]{5}-[0-9A-Z]{5})<\/code>/g)].map(([, code]) => code ?? '');

/** Six digits that the app shows neither now nor near now. */
export function wrongCodeOf(app: OtpApp): string {
  const near = Array.from({ length: 50 }, (_, index) =>
    codeOfStep(app.secret, stepAt(Date.now()) - 25 + index),
  );
  for (let number = 0; ; number++) {
    const code = String(number).padStart(6, '0');
    if (!near.includes(code)) return code;
  }
}

/** Gives an account an app and recovery codes, as if long ago: the code that bound it is past. */
export async function giveApp(
  { db, sealing, letPass }: Pick<SignInWorld, 'db' | 'sealing' | 'letPass'>,
  account: { id: string; email: string },
): Promise<OtpApp & { recoveryCodes: string[] }> {
  const deps = { db, sealing, clock: systemClock };
  const { secretText } = await currentOffer(deps, { account, place: 'set up', brand: 'Lumen' });
  const app = otpAppWith(secretText.replaceAll(' ', ''));
  const code = codeOfStep(app.secret, stepAt(Date.now()));
  const given = { accountId: account.id, place: 'set up', code };
  const bound = await confirmOffer(deps, given, (trx) =>
    issueRecoveryCodes({ ...deps, db: trx }, account.id),
  );
  assert.ok(bound.ok);
  letPass(60_000);
  return { ...app, recoveryCodes: bound.value };
}

/** Several of the same, begun one after the other: passwords that are checked at once wait for each other. */
export async function oneAfterAnother<Value>(count: number, begin: () => Promise<Value>): Promise<Value[]> {
  const begun: Value[] = [];
  for (let number = 0; number < count; number++) begun.push(await begin());
  return begun;
}
