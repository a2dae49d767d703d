import type { PasswordRefusal } from '../../../features/sign-in/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import {
  form,
  type Html,
  html,
  identity,
  linkList,
  type Panel,
  type Problem,
  page,
  passwordField,
  type Shell,
  usernameForPasswordManagers,
} from '../../../ui/index.ts';
import { waitText } from '../refusals/wait-text.page.ts';
import { type OfferedPasskey, passkeySignIn } from '../second-factor/passkey.page.ts';

export interface PasswordPage {
  shell: Shell;
  panel: Panel;
  action: string;
  csrf: string;
  email: string;
  changeEmail: string;
  /** Where a new password is chosen without the old one. */
  forgotten: string;
  /** Where an account is made, for whoever has none; only where addresses are not told apart. */
  createAccount: string | undefined;
  refusal?: PasswordRefusal | { reason: 'empty' };
  now?: Instant;
  passkey: OfferedPasskey;
}

export function passwordPage(p: PasswordPage): Html {
  const problems = p.refusal ? [problemOf(p.refusal, p.now ?? 0)] : [];
  return page(p.shell, {
    title: 'Enter your password',
    panel: p.panel,
    problems,
    notice: p.passkey.notice,
    body: html`
      ${identity({ email: p.email, change: p.changeEmail })}
      ${form({
        action: p.action,
        csrf: p.csrf,
        body: html`${usernameForPasswordManagers(p.email)}${passwordField({
          label: 'Password',
          name: 'password',
          autocomplete: 'current-password',
          problems,
          required: true,
          autofocus: problems.length === 0,
        })}`,
        submit: 'Sign in',
      })}
      ${passkeySignIn({ csrf: p.csrf, passkey: p.passkey, page: 'password' })}
      ${linkList([
        { href: p.forgotten, text: 'Forgot your password' },
        ...(p.createAccount ? [{ href: p.createAccount, text: 'Create account' }] : []),
      ])}`,
  });
}

const spentTexts = {
  password: 'The last passwords were incorrect, so the next one has to wait.',
  network: 'Too many passwords were tried from your network, so none is looked at just now.',
};

function problemOf(refusal: NonNullable<PasswordPage['refusal']>, now: Instant): Problem {
  switch (refusal.reason) {
    case 'empty':
      return { field: 'password', message: 'Enter your password.' };
    case 'wrong-credentials':
      return {
        field: 'password',
        message: 'The address or the password is incorrect. Check both, and whether Caps Lock is on.',
      };
    case 'too-many-tries':
      return {
        field: 'password',
        message: `${spentTexts[refusal.spent]} ${waitText(refusal.retryAt, now)}`,
      };
  }
}
