import type { CompletionRefusal } from '../../../features/registration/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import {
  type Banner,
  codeText,
  durationText,
  field,
  type Html,
  html,
  linkButton,
  type Problem,
  page,
  postButton,
  type Shell,
} from '../../../ui/index.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface VerifyEmailPage extends StepPage {
  mailFrom: string;
  /** What stands in the field: typed before, or brought by the link of the email. */
  token: string;
  notice: Banner | undefined;
  /** Whether a token has been sent at all. */
  isSent: boolean;
}

export const verifyEmailPage = (p: VerifyEmailPage): Html =>
  stepPage(p, {
    step: 5,
    heading: 'Verify your email',
    intro: p.isSent
      ? html`We have sent a token to <strong>${p.email}</strong>, from ${p.mailFrom}. It is valid for 24 hours, in this browser.`
      : html`A token goes to <strong>${p.email}</strong>, from ${p.mailFrom}.`,
    back: '/register/questions',
    notice: p.notice,
    body: html`
      ${stepForm(p, {
        action: '/register/verify-email',
        body: field({
          label: 'Token',
          name: 'token',
          autocomplete: 'one-time-code',
          value: p.token,
          hint: 'Eight characters, in capital or small letters, with or without the dash.',
          problems: p.problems,
          required: true,
          maxlength: 32,
          look: 'token',
        }),
        submit: 'Register',
      })}
      ${postButton({
        action: '/register/new-token',
        csrf: p.csrf,
        text: 'Send a new token',
        fields: { registration: p.registration },
      })}`,
  });

/** Why a token is not accepted. */
export type TokenRefusal = Exclude<CompletionRefusal, 'address-taken'> | 'empty';

/** Why the token was not accepted, in words. */
export const tokenProblem = (refusal: TokenRefusal): Problem => ({
  field: 'token',
  message: textOf(refusal),
});

function textOf(refusal: TokenRefusal): string {
  switch (refusal) {
    case 'empty':
      return 'Enter the token from the email.';
    case 'wrong':
      return 'This is not the token of the newest email. Compare it with the email, character by character.';
    case 'expired':
      return 'The token has expired. Send a new token, and enter that one.';
    case 'void':
      return 'The token is not valid any more: it was used, or tried five times. Send a new token, and enter that one.';
  }
}

export const newTokenSent: Banner = {
  tone: 'success',
  title: 'A new token is on its way',
  text: 'Only the newest token counts.',
};

/** A token cannot be sent yet. */
export const tokenHasToWait = (retryAt: Instant, now: Instant): Banner => ({
  tone: 'warning',
  title: 'No token was sent just now',
  text: `Tokens to one address are sent one minute apart, and five an hour. The next one can be sent in ${durationText(retryAt - now)}.`,
});

/** The link of the email was opened where no registration is: nothing is used up, and nobody is signed in. */
export const otherBrowserPage = (shell: Shell, { token }: { token: string | undefined }): Html =>
  page(shell, {
    title: 'Enter the token in your first browser',
    intro: 'The token counts only in the browser in which you began to register. Go back there and enter it.',
    body: html`
      ${token !== undefined && html`<div class="text"><p>Your token: ${codeText(token)}</p></div>`}
      ${linkButton({ href: '/register', text: 'Register in this browser', tone: 'quiet' })}`,
  });
