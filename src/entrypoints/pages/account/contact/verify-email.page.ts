import type { TokenStanding } from '../../../../features/tokens/index.ts';
import type { Instant } from '../../../../kernel/index.ts';
import {
  type Banner,
  dateTime,
  type Html,
  html,
  linkButton,
  linkList,
  type Problem,
  postButton,
  textBlock,
} from '../../../../ui/index.ts';
import { reportButton } from '../../tokens/report-button.page.ts';
import { accountPage } from '../frame.page.ts';
import { back, type Shown } from './change.page.ts';
import { standingNotice, tokenForm } from './token-form.page.ts';

export { tokenNotices } from './token-form.page.ts';

export interface VerifyEmailPage {
  /** The new address. */
  email: string;
  mailFrom: string;
  token: string;
  standing: TokenStanding;
  notice: Banner | undefined;
  problems: readonly Problem[];
  now: Instant;
  /** When the delivery report opens. */
  reportFrom: Instant;
}

export const verifyEmailPage = (visit: Shown, p: VerifyEmailPage): Html =>
  accountPage(visit, {
    section: 'contact',
    title: 'Verify your new email address',
    intro: introOf(p),
    back,
    notice: p.notice ?? (p.problems.length === 0 ? standingNotice(p.standing) : undefined),
    problems: p.problems,
    body: html`
      ${tokenForm({
        ...p,
        csrf: visit.csrf,
        at: '/account/contact/email',
        shown: { name: 'email', value: p.email },
        submit: 'Change the address',
        cancel: 'Cancel the change',
      })}
      ${reportButton({ now: p.now, from: p.reportFrom, href: '/account/contact/email/where-is-my-email' })}`,
  });

function introOf({ standing, email, mailFrom }: VerifyEmailPage): Html {
  const to = html`<strong>${email}</strong>`;
  return standing.state === 'valid'
    ? html`We have sent a token to ${to}, from ${mailFrom}. It is valid until ${dateTime(standing.expiresAt)}, in this browser.`
    : html`The token that went to ${to} does not count any more.`;
}

/** The token would not count here, and what was asked for may be somebody else's doing. */
export const askedElsewherePage = (visit: Shown, email: string): Html =>
  accountPage(visit, {
    section: 'contact',
    title: 'This change was asked for elsewhere',
    intro: html`In another session of yours it was asked to change the address to <strong>${email}</strong>. The token counts only there.`,
    back,
    body: html`
      ${textBlock('If that was not you, cancel it, and change your password.')}
      <div class="buttons">
        ${postButton({ action: '/account/contact/email/cancel', csrf: visit.csrf, text: 'Cancel the change', tone: 'primary' })}
        ${linkButton({ href: '/account/contact/email', text: 'Ask for it here instead', tone: 'quiet' })}
      </div>
      ${linkList([{ href: '/account/sessions', text: 'See where you are signed in' }])}`,
  });
