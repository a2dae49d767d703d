import type { Instant } from '../../../kernel/index.ts';
import {
  form,
  type Html,
  html,
  linkList,
  type Panel,
  type Problem,
  page,
  postButton,
  type Shell,
} from '../../../ui/index.ts';
import { emailField, emailProblem } from '../contact-details/email-field.page.ts';
import { waitText } from '../refusals/wait-text.page.ts';
import { type OfferedPasskey, passkeySignIn } from '../second-factor/passkey.page.ts';

export interface EmailPage {
  shell: Shell;
  panel: Panel;
  action: string;
  csrf: string;
  email: string;
  brand: string;
  refusal?: { reason: 'email-form' } | { reason: 'too-many-tries'; retryAt: Instant };
  now?: Instant;
  passkey: OfferedPasskey;
  /** What the form sends that goes on with the registration that this browser has begun, where it has. */
  unfinished?: Record<'unfinished' | 'attempt', string> | undefined;
}

export function emailPage({
  shell,
  panel,
  action,
  csrf,
  email,
  brand,
  refusal,
  now,
  passkey,
  unfinished,
}: EmailPage): Html {
  const problems = refusal ? [problemOf(refusal, now ?? 0)] : [];
  return page(shell, {
    title: 'Enter your email address',
    intro: `One ${brand} account opens all services of ${brand}. Enter your address to sign in, or to make your account if you are new here.`,
    panel,
    problems,
    notice: passkey.notice,
    body: html`
      ${form({
        action,
        csrf,
        body: emailField({
          email,
          problems,
          autofocus: problems.length === 0,
          passkeys: passkey.options !== undefined,
        }),
        submit: 'Next',
      })}
      ${passkeySignIn({ csrf, passkey, page: 'email' })}
      ${unfinished && unfinishedRegistration(csrf, unfinished)}`,
  });
}

/** Whose it is is not said: others may use the browser after them. */
const unfinishedRegistration = (csrf: string, fields: Record<string, string>): Html => html`
  <section class="aside">
    <p>You have begun to make an account in this browser, and can go on where you were.</p>
    ${linkList([postButton({ action: '/register', csrf, text: 'Go on with your registration', fields })])}
  </section>`;

function problemOf(refusal: NonNullable<EmailPage['refusal']>, now: Instant): Problem {
  return refusal.reason === 'email-form'
    ? emailProblem
    : {
        field: 'email',
        message: `Too many addresses were tried from your network. ${waitText(refusal.retryAt, now)}`,
      };
}
