import { type Contact, type Html, html, linkButton, page, type Shell } from '../../../ui/index.ts';
import { furtherHelp } from './further-help.page.ts';

/** Our database cannot be used at this moment. Whether the last step was done is not known, and nothing says that it was. */
export const unavailablePage = (shell: Shell, customerCare: Contact, again = '/'): Html =>
  page(shell, {
    title: 'This cannot be done right now',
    intro:
      'It is our fault, not yours. What you had confirmed before is safe; your last step was not confirmed. Wait a moment, then repeat it.',
    body: html`
      <div class="buttons">${linkButton({ href: again, text: 'Try again' })}</div>
      ${furtherHelp(shell, customerCare)}`,
  });
