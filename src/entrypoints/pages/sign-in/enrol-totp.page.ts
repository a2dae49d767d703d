import type { AppCodeRefusal } from '../../../features/second-factor/index.ts';
import type { SecondFactorWanted, TokenFault } from '../../../features/sign-in/index.ts';
import type { Offer } from '../../../features/totp/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import {
  type Banner,
  form,
  type Html,
  html,
  linkButton,
  type Panel,
  type Problem,
  page,
  postButton,
  recoveryCodes,
  type Shell,
} from '../../../ui/index.ts';
import { companyAsksForIt } from '../second-factor/asked-factor.page.ts';
import {
  bindingTokenField,
  keepRecoveryCodes,
  newAppCodeField,
  newAppCodeProblem,
  offeredApp,
} from '../second-factor/otp-app.page.ts';
import { tokenProblem } from '../tokens/token-field.page.ts';
import { startAgainButton } from './start-again.page.ts';

interface EnrolPage {
  shell: Shell;
  panel: Panel;
  action: string;
  csrf: string;
  now: Instant;
  /** Who wants it; where it is the person's own wish, there is a way to think better of it. */
  wanted: SecondFactorWanted;
  service: string;
  /** Where another attempt begins, for when this one takes no more codes. */
  startAgain: { href: string; service: string };
}

/** First the address is proven once more: a stolen password alone must not bind the thief's phone. */
export function bindingTokenPage(
  p: EnrolPage & {
    email: string;
    notice: Banner | undefined;
    token: string;
    refusal?: TokenFault | 'empty' | undefined;
  },
): Html {
  const problems = p.refusal ? [tokenProblem(p.refusal, 'email')] : [];
  return page(p.shell, {
    title: 'Confirm that it is you',
    intro: html`${whyOf(p)} Before your phone is bound to your account, enter the token that we have sent to <strong>${p.email}</strong>.`,
    panel: p.panel,
    problems,
    notice: p.notice,
    body: html`
      ${form({
        action: p.action,
        csrf: p.csrf,
        body: bindingTokenField(p.token, problems),
        submit: 'Continue',
      })}
      ${postButton({ action: p.action, csrf: p.csrf, text: 'Send a new token', fields: { act: 'send' } })}
      ${declineButton(p)}`,
  });
}

/** The QR code, and the field for the code that proves that the app works. */
export function enrolPage(p: EnrolPage & { offer: Offer; refusal?: AppCodeRefusal | undefined }): Html {
  const problems = p.refusal ? [newAppCodeProblem(p.refusal)] : [];
  const spent = p.refusal?.reason === 'attempt-spent';
  return page(p.shell, {
    title: spent ? 'Start your sign-in again' : 'Set up your OTP app',
    intro: `${whyOf(p)} ${spent ? 'You get a new code to scan there.' : 'Scan the code with an OTP app on your phone, then enter the six digits that the app shows.'}`,
    panel: p.panel,
    problems,
    body: html`
      ${spent ? startAgainButton(p.startAgain) : offerForm(p, problems)}
      ${declineButton(p)}`,
  });
}

const offerForm = (p: EnrolPage & { offer: Offer }, problems: readonly Problem[]): Html => html`
  ${offeredApp(p.offer, p.now)}
  ${form({
    action: p.action,
    csrf: p.csrf,
    body: newAppCodeField(problems),
    submit: 'Turn on',
  })}`;

/** Shown this once. */
export const recoveryCodesPage = (
  p: Pick<EnrolPage, 'shell' | 'panel' | 'service' | 'now'> & { codes: readonly string[]; goOn: string },
): Html =>
  page(p.shell, {
    title: 'Keep your recovery codes',
    notice: { tone: 'success', text: 'Your OTP app is turned on.' },
    intro: keepRecoveryCodes('phone'),
    panel: p.panel,
    body: html`
      ${recoveryCodes({ codes: p.codes, brand: p.shell.brand.name, at: p.now })}
      <div class="buttons">${linkButton({ href: p.goOn, text: 'I have kept them, go on' })}</div>`,
  });

function whyOf({ wanted, service, shell }: EnrolPage): string {
  switch (wanted) {
    case 'service':
    case 'request':
      return `${service} asks for a second factor.`;
    case 'service-account':
      return `Your account at ${service} asks for a second factor.`;
    case 'company':
      return companyAsksForIt(shell);
    case 'customer-care':
      return 'Your second factor was reset by Customer Care, and your account goes on with a new one.';
    case 'chosen':
      return 'You chose a second factor when you made your account.';
  }
}

const declineButton = ({ wanted, action, csrf }: EnrolPage): Html | undefined =>
  wanted === 'chosen' ? postButton({ action, csrf, text: 'Not now', fields: { act: 'decline' } }) : undefined;
