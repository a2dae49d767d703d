import { type Html, html, linkButton, linkList, page, type Shell } from '../../../ui/index.ts';
import { helpLink } from './help-link.ts';

/** Too large, of another kind, or sent in another way than a form of ours. */
export const unreadableFormPage = (shell: Shell, again = '/'): Html =>
  page(shell, {
    title: 'This could not be read',
    intro: 'What was sent is larger than any form here, or is not a form. Nothing was changed.',
    body: html`
      <div class="buttons">${linkButton({ href: again, text: 'Open the page again' })}</div>
      ${linkList([helpLink(shell)])}`,
  });
