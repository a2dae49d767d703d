import { type Html, html, linkButton, page, type Shell } from '../../../ui/index.ts';

export interface GoingBackPage {
  shell: Shell;
  service: string;
  href: string;
}

/**
 * Goes on by itself, at once. A redirect would still belong to the form that was just sent, and browsers
 * hold each further redirect of the service, wherever it leads, against our `form-action`.
 */
export const goingBackPage = ({ shell, service, href }: GoingBackPage): Html =>
  page(shell, {
    title: `Going on to ${service}`,
    refresh: { seconds: 0, href },
    body: html`<div class="buttons">${linkButton({ href, text: `Go on to ${service}` })}</div>`,
  });
