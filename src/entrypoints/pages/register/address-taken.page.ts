import { type Html, html, linkButton, page, type Shell } from '../../../ui/index.ts';

/** The token was right, but an account has been made for the address meanwhile. Nothing of this registration is in it. */
export const addressTakenPage = (shell: Shell, { email, signIn }: { email: string; signIn: string }): Html =>
  page(shell, {
    title: 'This address has an account already',
    intro: html`An account for <strong>${email}</strong> was made while you were registering. What you entered here is not part of it, and is gone.`,
    body: html`${linkButton({ href: signIn, text: 'Sign in' })}`,
  });
