import { type Contact, type Html, html, linkButton, page, type Shell } from '../../../ui/index.ts';
import { furtherHelp } from './further-help.page.ts';

/** Too large, of another kind, or sent in another way than a form of ours. */
export const unreadableFormPage = (shell: Shell, customerCare: Contact, again = '/'): Html =>
  page(shell, {
    title: 'This could not be read',
    intro: 'What was sent is larger than any form here, or is not a form. Nothing was changed.',
    body: html`
      <div class="buttons">${linkButton({ href: again, text: 'Open the page again' })}</div>
      ${furtherHelp(shell, customerCare)}`,
  });
