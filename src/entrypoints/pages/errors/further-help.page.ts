import { type Contact, contact, type Html, html, linkList, type Shell } from '../../../ui/index.ts';

/** At the foot of a page that leads no further by itself: whom to turn to, and Help with this page's reference. */
export const furtherHelp = (shell: Shell, customerCare: Contact): Html => html`
  <h2>If you are stuck</h2>
  ${contact(customerCare, shell.reference)}
  ${linkList([{ href: `/help?reference=${encodeURIComponent(shell.reference)}`, text: 'Get help' }])}`;
