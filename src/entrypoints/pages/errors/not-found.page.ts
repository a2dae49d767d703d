import { type Contact, type Html, html, linkButton, page, type Shell } from '../../../ui/index.ts';
import { furtherHelp } from './further-help.page.ts';

export const notFoundPage = (shell: Shell, customerCare: Contact): Html =>
  page(shell, {
    title: 'There is no such page',
    intro: 'The address may have been cut off or mistyped, or what it led to is over.',
    body: html`
      <div class="buttons">${linkButton({ href: '/', text: 'Go to the start' })}</div>
      ${furtherHelp(shell, customerCare)}`,
  });
