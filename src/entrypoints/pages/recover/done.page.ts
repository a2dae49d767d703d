import { type Html, html, linkButton, page, textBlock } from '../../../ui/index.ts';
import type { StepPage } from './frame.page.ts';

export interface DonePage extends StepPage {
  /** Where signing in goes on, and at which service; undefined where the person came from none. */
  signIn: { href: string; service: string } | undefined;
}

export const donePage = ({ shell, panel, email, signIn }: DonePage): Html =>
  page(shell, {
    title: 'Your password is reset',
    intro: html`Sign in as <strong>${email}</strong> with the new password. A notice of the change is on its way to that address.`,
    panel,
    body: html`
      ${textBlock(
        'Everybody who was signed in to your account has been signed out, here too. Your second factor and your links are as they were.',
      )}
      <div class="buttons">${linkButton({
        href: signIn?.href ?? '/',
        text: signIn ? `Sign in and go on to ${signIn.service}` : 'Choose a service and sign in',
      })}</div>`,
  });
