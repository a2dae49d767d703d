import { type Html, html, linkButton, linkList, page, type Shell } from '../../../ui/index.ts';
import { helpLink } from './help-link.ts';

export const notFoundPage = (shell: Shell): Html =>
  page(shell, {
    title: 'There is no such page',
    intro: 'The address may have been cut off or mistyped, or what it led to is over.',
    body: html`
      <div class="buttons">${linkButton({ href: '/', text: 'Go to the start' })}</div>
      ${linkList([helpLink(shell)])}`,
  });
