import { type Contact, contact, type Html, html, linkButton, page, type Shell } from '../../../ui/index.ts';

/** A fault of ours. What went wrong is in the log, under the reference; nothing of it is shown. */
export const somethingWentWrongPage = (shell: Shell, customerCare: Contact): Html =>
  page(shell, {
    title: 'Something went wrong here',
    intro: 'It is our fault, not yours. What you had confirmed before is safe; try the last step again.',
    body: html`
      <div class="buttons">${linkButton({ href: '/', text: 'Go to the start' })}</div>
      <h2>If it happens again</h2>
      <div class="text"><p>Tell ${customerCare.name} the reference <strong>${shell.reference}</strong>. It lets them see what happened.</p></div>
      ${contact(customerCare, shell.reference)}`,
  });
