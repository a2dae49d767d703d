import type { SecondFactorRefusal } from '../../../features/second-factor/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import {
  type Contact,
  contact,
  details,
  field,
  form,
  type Html,
  html,
  identity,
  linkList,
  type Panel,
  type Problem,
  page,
  type Shell,
} from '../../../ui/index.ts';
import { codeProblem } from '../code-problem.page.ts';
import { type OfferedPasskey, passkeyAsFactor } from './passkey.page.ts';

export interface CodePage {
  shell: Shell;
  panel: Panel;
  action: string;
  csrf: string;
  email: string;
  hasApp: boolean;
  /** The OTP app is blocked: only a recovery code goes on. */
  blocked: boolean;
  passkey: OfferedPasskey;
  customerCare: Contact;
  refusal?: SecondFactorRefusal;
  now: Instant;
}

export function codePage(p: CodePage): Html {
  const problems = p.refusal ? [codeProblem(p.refusal, p.now)] : [];
  return page(p.shell, {
    title: titleOf(p),
    intro: introOf(p),
    panel: p.panel,
    problems,
    notice: p.passkey.notice,
    body: html`
      ${identity({ email: p.email })}
      ${p.hasApp ? codeForm(p, problems) : passkeyOrRecovery(p, problems)}
      ${linkList([{ href: `/help?topic=codes&reference=${encodeURIComponent(p.shell.reference)}#answer`, text: 'The code is not accepted' }])}
      ${p.blocked && contact(p.customerCare, p.shell.reference)}`,
  });
}

const passkeyOrRecovery = (p: CodePage, problems: readonly Problem[]): Html => html`
  ${passkeyAsFactor({ csrf: p.csrf, passkey: p.passkey, only: true })}
  ${details({ summary: 'Use a recovery code', body: codeForm(p, problems), open: problems.length > 0 })}`;

const codeForm = (p: CodePage, problems: readonly Problem[]): Html => {
  // Where there is no app, or it is blocked.
  const onlyRecovery = p.blocked || !p.hasApp;
  return html`
  ${form({
    action: p.action,
    csrf: p.csrf,
    body: field({
      label: onlyRecovery ? 'Recovery code' : 'Code',
      name: 'code',
      autocomplete: 'one-time-code',
      inputmode: onlyRecovery ? 'text' : 'numeric',
      hint: onlyRecovery ? undefined : 'Your phone is not at hand? Enter one of your recovery codes instead.',
      problems,
      required: true,
      maxlength: 32,
      autofocus: problems.length === 0 && p.hasApp,
      look: 'code',
    }),
    submit: 'Continue',
  })}
  ${p.hasApp && passkeyAsFactor({ csrf: p.csrf, passkey: p.passkey, only: false })}`;
};

function titleOf({ hasApp, blocked }: CodePage): string {
  if (!hasApp) return 'Use your passkey';
  return blocked ? 'Enter a recovery code' : 'Enter your code';
}

function introOf({ hasApp, blocked }: CodePage): string {
  if (!hasApp) {
    return 'Your account asks for a passkey. It is not at hand, or your browser shows no button for it? One of your recovery codes opens your account too.';
  }
  if (blocked) {
    return 'There were 100 wrong codes in a row, so codes of the OTP app are not accepted any more. One of your recovery codes opens your account.';
  }
  return 'Open your OTP app and enter the six digits that it shows now.';
}
