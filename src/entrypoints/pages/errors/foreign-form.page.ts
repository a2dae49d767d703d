import { type Contact, type Html, html, linkButton, page, type Shell } from '../../../ui/index.ts';
import { furtherHelp } from './further-help.page.ts';

/** The form came from another site, or from a page that this browser has no cookie for. Nothing was done. */
export const foreignFormPage = (shell: Shell, customerCare: Contact, again = '/'): Html =>
  page(shell, {
    title: 'Nothing was changed',
    intro:
      'This form was sent from a page that is no longer valid in this browser. Open the page again and repeat the step.',
    body: html`
      <div class="buttons">${linkButton({ href: again, text: 'Open the page again' })}</div>
      ${furtherHelp(shell, customerCare)}`,
  });
