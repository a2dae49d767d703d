import type { TokenStanding } from '../../../features/tokens/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import {
  type Banner,
  codeText,
  dateTime,
  type Html,
  html,
  linkButton,
  linkList,
  page,
  postButton,
  type Shell,
} from '../../../ui/index.ts';
import { reportButton } from '../tokens/report-button.page.ts';
import { tokenField } from '../tokens/token-field.page.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface VerifyEmailPage extends StepPage {
  mailFrom: string;
  /** What stands in the field: typed before, or brought by the link of the email. */
  token: string;
  notice: Banner | undefined;
  /** Of the newest token; one that was never sent stands for none. */
  standing: TokenStanding;
  now: Instant;
  /** When the delivery report opens; undefined where no token has been sent. */
  reportFrom: Instant | undefined;
}

export const verifyEmailPage = (p: VerifyEmailPage): Html =>
  stepPage(p, {
    step: 5,
    heading: 'Verify your email',
    intro: introOf(p),
    back: '/register/questions',
    notice: p.notice ?? (p.problems.length === 0 ? noticeOf(p.standing) : undefined),
    body: html`
      ${p.standing.state === 'valid' ? tokenForm(p) : newTokenForm(p)}
      ${p.reportFrom !== undefined && reportButton({ now: p.now, from: p.reportFrom, href: '/register/where-is-my-email' })}`,
  });

const correctLink = { href: '/register/email', text: 'Correct my email address' };

const tokenForm = (p: VerifyEmailPage): Html => html`
  ${stepForm(p, {
    action: '/register/verify-email',
    body: tokenField(p),
    submit: 'Register',
  })}
  ${linkList([newTokenButton(p, 'link'), correctLink])}`;

/** There is nothing to enter: a new token is the only way on. */
const newTokenForm = (p: VerifyEmailPage): Html => html`
  <div class="buttons">${newTokenButton(p, 'primary')}</div>
  ${linkList([correctLink])}`;

const newTokenButton = ({ csrf, registration }: VerifyEmailPage, tone: 'link' | 'primary'): Html =>
  postButton({
    action: '/register/new-token',
    csrf,
    text: 'Send a new token',
    tone,
    fields: { registration },
  });

function introOf({ standing, email, mailFrom }: VerifyEmailPage): Html {
  const to = html`<strong>${email}</strong>`;
  switch (standing.state) {
    case 'valid':
      return html`We have sent a token to ${to}, from ${mailFrom}. It is valid until ${dateTime(standing.expiresAt)}, in this browser.`;
    case 'none':
      return html`A token goes to ${to}, from ${mailFrom}.`;
    case 'expired':
    case 'spent':
    case 'tried':
      return html`The token that went to ${to} does not count any more. Send a new one, and enter that.`;
  }
}

/** Why there is no field to enter a token in, also when the page is loaded again. */
function noticeOf({ state }: TokenStanding): Banner | undefined {
  switch (state) {
    case 'valid':
    case 'none':
      return undefined;
    case 'expired':
      return { tone: 'warning', title: 'The token has expired', text: 'What you have entered is kept.' };
    case 'spent':
      return { tone: 'warning', title: 'The token was used', text: 'A token works once.' };
    case 'tried':
      return {
        tone: 'warning',
        title: 'The token was tried five times',
        text: 'So that nobody can guess it, it does not count any more. What you have entered is kept.',
      };
  }
}

/** @param required who leaves no choice of a second factor, in a sentence: of the new address it may be another */
export const addressCorrected = (required: string | undefined): Banner => ({
  tone: 'success',
  title: 'Your address is corrected, and a new token is on its way',
  text: `The token that went to the other address does not count any more.${required ? ` ${required} You set up your OTP app at your first sign-in.` : ''}`,
});

/** The link of the email was opened where no registration is: nothing is used up, and nobody is signed in. */
export const otherBrowserPage = (shell: Shell, { token }: { token: string | undefined }): Html =>
  page(shell, {
    title: 'Enter the token in your first browser',
    intro:
      'The token counts for a day, and only in the browser in which you began to register. Go back there and enter it. If your account is made already, sign in.',
    body: html`
      ${token !== undefined && html`<div class="text"><p>Your token: ${codeText(token)}</p></div>`}
      <div class="buttons">${linkButton({ href: '/account', text: 'Sign in', tone: 'quiet' })}${linkButton({ href: '/register', text: 'Register in this browser', tone: 'quiet' })}</div>`,
  });
