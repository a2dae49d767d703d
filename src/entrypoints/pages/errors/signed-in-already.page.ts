import { type Contact, type Html, html, linkButton, page, type Shell } from '../../../ui/index.ts';
import { furtherHelp } from './further-help.page.ts';

export interface SignedInAlready {
  /** The service that was being opened; its sign-on goes through by itself while the session lasts. */
  goOn: { href: string; service: string };
  customerCare: Contact;
}

/** Somebody has gone back to a sign-in that has done its work, or pressed its last button twice. */
export const signedInAlreadyPage = (shell: Shell, { goOn, customerCare }: SignedInAlready): Html =>
  page(shell, {
    title: 'This sign-in is complete',
    intro: `It has opened ${goOn.service} already. Nothing was done twice.`,
    body: html`
      <div class="buttons">${linkButton({ href: goOn.href, text: `Go on to ${goOn.service}` })}</div>
      ${furtherHelp(shell, customerCare)}`,
  });
