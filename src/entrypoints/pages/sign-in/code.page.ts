import type { SecondFactorRefusal } from '../../../features/second-factor/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import {
  type Contact,
  contact,
  form,
  type Html,
  html,
  identity,
  type Panel,
  page,
  type Shell,
} from '../../../ui/index.ts';
import {
  factorForms,
  factorHeading,
  factorHelp,
  otherThanCodes,
} from '../second-factor/asked-factor.page.ts';
import { codeProblem } from '../second-factor/code-problem.page.ts';
import type { OfferedPasskey } from '../second-factor/passkey.page.ts';
import { startAgainButton } from './start-again.page.ts';

export interface CodePage {
  shell: Shell;
  panel: Panel;
  action: string;
  csrf: string;
  email: string;
  hasApp: boolean;
  /** The OTP app is blocked: only a recovery code, or a passkey, goes on. */
  blocked: boolean;
  passkey: OfferedPasskey;
  customerCare: Contact;
  /** Where another attempt begins, for when this one takes no more codes. */
  startAgain: { href: string; service: string };
  refusal?: SecondFactorRefusal;
  now: Instant;
}

export function codePage(p: CodePage): Html {
  const problems = p.refusal ? [codeProblem(p.refusal, p.now, p)] : [];
  const spent = p.refusal?.reason === 'attempt-spent';
  const asked = { ...p, passkeyFields: { page: 'code' }, problems };
  return page(p.shell, {
    title: spent ? 'Start your sign-in again' : factorHeading(p),
    intro: spent ? 'You are asked for a new code there.' : introOf(p),
    panel: p.panel,
    problems,
    notice: p.passkey.notice,
    body: html`
      ${identity({ email: p.email })}
      ${
        spent
          ? startAgainButton(p.startAgain)
          : factorForms(asked, (body) => form({ action: p.action, csrf: p.csrf, body, submit: 'Continue' }))
      }
      ${factorHelp(p, p.shell)}
      ${p.blocked && contact(p.customerCare, p.shell.reference)}`,
  });
}

const introOf = ({ hasApp, blocked }: CodePage): string =>
  hasApp && !blocked
    ? 'Open your OTP app and enter the six digits that it shows now.'
    : otherThanCodes({ hasApp }, 'opens your account');
