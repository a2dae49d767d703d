import { type Html, html, linkButton } from '../../src/ui/index.ts';
import { servicePage } from '../pages/layout.ts';
import type { Face } from './service-deps.ts';

/** Where Master Account sends the browser back to after signing out. */
export const signedOutPage = ({ service }: Face): Html =>
  servicePage(service, {
    title: 'You are signed out',
    intro: `You have left ${service.name}, and every other service that your Master Account had opened in this browser.`,
    body: html`<div class="buttons">${linkButton({ href: '/sign-in', text: 'Sign in again' })}</div>`,
  });
