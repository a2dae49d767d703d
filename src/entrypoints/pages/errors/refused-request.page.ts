import {
  type Contact,
  contact,
  type Html,
  html,
  linkButton,
  page,
  type Shell,
  unbroken,
} from '../../../ui/index.ts';

export interface RefusedRequest {
  startAgain: { href: string; service: string };
  /** Whoever runs the service: the request is theirs. */
  support: Contact;
}

/** The service's own request was wrong; starting again may help, if its developers have mended it. */
export const refusedRequestPage = (shell: Shell, { startAgain, support }: RefusedRequest): Html =>
  page(shell, {
    title: 'This sign-in cannot go on',
    heading: html`This ${unbroken('sign-in')} cannot go on`,
    intro: `What ${startAgain.service} asked for was not right, so nothing was done. It is not your fault.`,
    body: html`
      <div class="buttons">${linkButton({ href: startAgain.href, text: `Start again at ${startAgain.service}` })}</div>
      <h2>If it happens again</h2>
      ${contact(support, shell.reference)}`,
  });
