import type { TokenStanding } from '../../../../features/tokens/index.ts';
import { type Banner, dateTime, type Html, html, type Problem } from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import type { AskedCode } from '../identity-fields.page.ts';
import { back, changePage, type Shown } from './change.page.ts';
import { standingNotice, tokenForm } from './token-form.page.ts';

export interface VerifyPhonePage {
  phone: string;
  /** As people write it. */
  writtenPhone: string;
  token: string;
  standing: TokenStanding;
  notice: Banner | undefined;
  problems: readonly Problem[];
}

export const verifyPhonePage = (visit: Shown, p: VerifyPhonePage): Html =>
  accountPage(visit, {
    section: 'contact',
    title: 'Verify your mobile phone',
    intro:
      p.standing.state === 'valid'
        ? html`We have sent a token by text message to ${p.writtenPhone}. It is valid until ${dateTime(p.standing.expiresAt)}, in this browser.`
        : html`The token that went to ${p.writtenPhone} does not count any more.`,
    back,
    notice: p.notice ?? (p.problems.length === 0 ? standingNotice(p.standing) : undefined),
    problems: p.problems,
    body: tokenForm({
      ...p,
      csrf: visit.csrf,
      at: '/account/contact/phone',
      shown: { name: 'phone', value: p.phone },
      submit: 'Verify the number',
      cancel: 'Cancel the verification',
    }),
  });

/** For a number that the account has already. */
export const sendTokenPage = (
  visit: Shown,
  { writtenPhone, ...p }: { writtenPhone: string; askForCode: AskedCode; problems: readonly Problem[] },
): Html =>
  changePage(visit, {
    title: 'Verify your mobile phone',
    intro: html`We send a token by text message to ${writtenPhone}. Once it is entered, the number counts.`,
    action: '/account/contact/phone/send-token',
    submit: 'Send a token',
    ...p,
  });
