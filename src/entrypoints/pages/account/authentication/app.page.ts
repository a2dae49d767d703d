import type { Offer } from '../../../../features/totp/index.ts';
import type { Instant } from '../../../../kernel/index.ts';
import {
  type Banner,
  form,
  type Html,
  html,
  linkButton,
  type PageContent,
  type Problem,
  postButton,
  recoveryCodes,
} from '../../../../ui/index.ts';
import {
  bindingTokenField,
  keepRecoveryCodes,
  newAppCodeField,
  offeredApp,
} from '../../second-factor/otp-app.page.ts';
import { accountPage } from '../frame.page.ts';
import { type AskedCode, identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';

type Shown = Pick<Visit, 'shell' | 'csrf' | 'account' | 'secondFactor'>;

const ACTION = '/account/authentication/app';

const appPage = (visit: Shown, content: Omit<PageContent, 'title'>): Html =>
  accountPage(visit, {
    section: 'authentication',
    title: visit.secondFactor?.totp ? 'Replace your OTP app' : 'Turn on the OTP app',
    back: { href: '/account/authentication', text: 'Authentication' },
    ...content,
  });

/** Who it is, before anything else; and what it takes. */
export const identityPage = (
  visit: Shown,
  p: { askForCode: AskedCode; problems: readonly Problem[]; notice: Banner | undefined },
): Html =>
  appPage(visit, {
    intro: visit.secondFactor?.totp
      ? 'Another phone, or another app: its codes take the place of those that you have now. You get new recovery codes too; the old ones are void.'
      : 'A code from your phone is then asked for at every sign-in, beside your password.',
    problems: p.problems,
    notice: p.notice,
    body: html`
      ${visit.secondFactor?.totp ? p.askForCode !== false && blockedOrLost(visit.secondFactor.totp.blocked) : caveats}
      ${form({
        action: ACTION,
        csrf: visit.csrf,
        body: identityFields({ email: visit.account.email, askForCode: p.askForCode, problems: p.problems }),
        submit: 'Continue',
      })}`,
  });

/** What to enter in the field of the code; where none is asked for, there is nothing to say. */
const blockedOrLost = (blocked: boolean): Html => html`
  <div class="text"><p>${
    blocked
      ? 'There were 100 wrong codes in a row, so codes of your present app are not accepted any more: enter one of your recovery codes.'
      : 'Your present phone is lost? Enter one of your recovery codes in place of its code.'
  }</p></div>`;

const caveats = html`
  <div class="text">
    <p>Before you begin:</p>
    <ul>
      <li>You need a smart phone with an app store, or a TOTP plug-in for your browser.</li>
      <li>You need an OTP app on it: any app that speaks TOTP will do.</li>
      <li>The clocks of your phone and of our server must be right: set your phone to automatic time.</li>
    </ul>
  </div>`;

/** A stolen session and password must not bind the thief's phone. */
export const tokenPage = (
  visit: Shown,
  p: { token: string; notice: Banner | undefined; problems: readonly Problem[] },
): Html =>
  appPage(visit, {
    heading: 'Confirm that it is you',
    intro: html`Before your phone is bound to your account, enter the token that we have sent to <strong>${visit.account.email}</strong>.`,
    problems: p.problems,
    notice: p.notice,
    body: html`
      ${form({
        action: ACTION,
        csrf: visit.csrf,
        body: bindingTokenField(p.token, p.problems),
        submit: 'Continue',
      })}
      ${postButton({ action: ACTION, csrf: visit.csrf, text: 'Send a new token', fields: { act: 'send' } })}`,
  });

export const offerPage = (
  visit: Shown,
  p: { offer: Offer; now: Instant; problems: readonly Problem[] },
): Html =>
  appPage(visit, {
    heading: 'Set up your OTP app',
    intro: html`Scan the code with ${visit.secondFactor?.totp ? 'the new' : 'an'} OTP app on your phone, then enter the six digits that it shows.${
      visit.secondFactor?.totp && ' Until then your present app stays as it is.'
    }`,
    problems: p.problems,
    body: html`
      ${offeredApp(p.offer, p.now)}
      ${form({
        action: ACTION,
        csrf: visit.csrf,
        body: newAppCodeField(p.problems),
        submit: visit.secondFactor?.totp ? 'Replace the app' : 'Turn on',
      })}`,
  });

/** The answer itself: the codes are nowhere to be read a second time. */
export const boundPage = (
  visit: Shown,
  p: { recoveryCodes: readonly string[]; replaces: boolean; at: Instant },
): Html =>
  keptCodesPage(visit, {
    codes: p.recoveryCodes,
    lost: 'phone',
    at: p.at,
    done: `Your OTP app is ${p.replaces ? 'replaced' : 'turned on'}. All other sessions have ended.`,
  });

export const keptCodesPage = (
  visit: Pick<Visit, 'shell'>,
  {
    codes,
    done,
    lost,
    at,
  }: { codes: readonly string[]; done: string; lost: 'phone' | 'passkey'; at?: Instant },
): Html =>
  accountPage(visit, {
    section: 'authentication',
    title: 'Keep your recovery codes',
    notice: { tone: 'success', text: done },
    intro: keepRecoveryCodes(lost),
    body: html`
      ${recoveryCodes({ codes, brand: visit.shell.brand.name, at })}
      <div class="buttons">${linkButton({ href: '/account/authentication', text: 'I have kept them' })}</div>`,
  });
