import {
  type Contact,
  type Html,
  html,
  linkButton,
  type Panel,
  page,
  type Shell,
  textBlock,
} from '../../../ui/index.ts';
import { furtherHelp } from '../errors/further-help.page.ts';

export interface AddressTakenPage {
  email: string;
  /** Where signing in goes on. */
  signIn: string;
  panel: Panel | undefined;
  customerCare: Contact;
}

/** The token was right, but an account has been made for the address meanwhile. Nothing of this registration is in it. */
export const addressTakenPage = (
  shell: Shell,
  { email, signIn, panel, customerCare }: AddressTakenPage,
): Html =>
  page(shell, {
    title: 'This address has an account already',
    intro: html`A ${shell.brand.name} Master Account for <strong>${email}</strong> was made while you were registering. What you entered here is not part of it, and is gone.`,
    panel,
    body: html`
      ${textBlock('This is the account that opens all services, not one that you have at a single service. Sign in with its password.')}
      <div class="buttons">${linkButton({ href: signIn, text: 'Sign in' })}</div>
      ${furtherHelp(shell, customerCare)}`,
  });
