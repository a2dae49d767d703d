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
import { codeProblem } from '../code-problem.page.ts';
import type { OfferedPasskey } from '../passkey.page.ts';
import { factorForms, factorHeading, factorHelp, otherThanCodes } from '../second-factor.page.ts';

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
  refusal?: SecondFactorRefusal;
  now: Instant;
}

export function codePage(p: CodePage): Html {
  const problems = p.refusal ? [codeProblem(p.refusal, p.now, p)] : [];
  const asked = { ...p, passkeyFields: { page: 'code' }, problems };
  return page(p.shell, {
    title: factorHeading(p),
    intro:
      p.hasApp && !p.blocked
        ? 'Open your OTP app and enter the six digits that it shows now.'
        : otherThanCodes(p, 'opens your account'),
    panel: p.panel,
    problems,
    notice: p.passkey.notice,
    body: html`
      ${identity({ email: p.email })}
      ${factorForms(asked, (body) => form({ action: p.action, csrf: p.csrf, body, submit: 'Continue' }))}
      ${factorHelp(p, p.shell)}
      ${p.blocked && contact(p.customerCare, p.shell.reference)}`,
  });
}
