import {
  type Contact,
  type Html,
  html,
  linkButton,
  type Panel,
  page,
  type Shell,
  unbroken,
} from '../../../ui/index.ts';
import { furtherHelp } from './further-help.page.ts';

export interface ExpiredSignIn {
  /** Begins the sign-in anew at the service that the person came from, or here. */
  startAgain: { href: string; service: string };
  panel?: Panel | undefined;
  customerCare: Contact;
}

/** The attempt is over, or its cookie is missing or stale: whichever it was, the caller has cleared our cookies. */
export const expiredSignInPage = (shell: Shell, { startAgain, panel, customerCare }: ExpiredSignIn): Html =>
  page(shell, {
    title: 'This sign-in has expired',
    heading: html`This ${unbroken('sign-in')} has expired`,
    intro: `It was open for too long, was begun in another browser, or you have signed out since, so start again at ${startAgain.service}.`,
    panel,
    body: html`
      <div class="buttons">${linkButton({ href: startAgain.href, text: `Start again at ${startAgain.service}` })}</div>
      ${furtherHelp(shell, customerCare)}`,
  });
