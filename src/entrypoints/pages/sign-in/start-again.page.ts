import { type Html, html, linkButton } from '../../../ui/index.ts';

/** The way on where an attempt takes nothing more: another one, at the service that the person came from. */
export const startAgainButton = ({ href, service }: { href: string; service: string }): Html =>
  html`<div class="buttons">${linkButton({ href, text: `Start again at ${service}` })}</div>`;
