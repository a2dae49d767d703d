import { type Contact, type Html, html, linkButton, page, type Shell } from '../../../ui/index.ts';
import { furtherHelp } from '../further-help.page.ts';

/** More people than we can serve at this moment. Nothing was checked, and no try was counted. */
export const busyPage = (shell: Shell, customerCare: Contact, again = '/'): Html =>
  page(shell, {
    title: 'Many people are signing in right now',
    intro: 'Your step was not done yet, and no try was counted. Wait half a minute, then repeat it.',
    body: html`
      <div class="buttons">${linkButton({ href: again, text: 'Try again' })}</div>
      ${furtherHelp(shell, customerCare)}`,
  });
