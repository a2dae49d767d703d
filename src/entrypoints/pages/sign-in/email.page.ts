import type { Instant } from '../../../kernel/index.ts';
import { form, type Html, html, type Panel, type Problem, page, type Shell } from '../../../ui/index.ts';
import { emailField, emailProblem } from '../email-field.page.ts';
import { type OfferedPasskey, passkeySignIn } from '../passkey.page.ts';
import { waitText } from '../wait-text.page.ts';

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
}: EmailPage): Html {
  const problems = refusal ? [problemOf(refusal, now ?? 0)] : [];
  return page(shell, {
    title: 'Enter your email address',
    intro: `One ${brand} account opens all services of ${brand}. New here? Enter your address, and you can make your account.`,
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
      ${passkeySignIn({ csrf, passkey, page: 'email' })}`,
  });
}

function problemOf(refusal: NonNullable<EmailPage['refusal']>, now: Instant): Problem {
  return refusal.reason === 'email-form'
    ? emailProblem
    : {
        field: 'email',
        message: `Too many addresses were tried from your network. ${waitText(refusal.retryAt, now)}`,
      };
}
