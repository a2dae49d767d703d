import { type Html, html, linkButton } from '../../../ui/index.ts';
import { type StepPage, stepPage } from './frame.page.ts';

export interface DonePage extends Omit<StepPage, 'csrf' | 'problems'> {
  email: string;
  /** Where signing in goes on. */
  signIn: string;
  /** The service that the person came from. */
  service: string | undefined;
}

export const donePage = (p: DonePage): Html =>
  stepPage(
    { ...p, problems: [] },
    {
      step: 6,
      heading: 'Your account is ready',
      intro: html`Sign in as <strong>${p.email}</strong> with the password that you have just set.`,
      body: html`
        ${linkButton({ href: p.signIn, text: p.service ? `Sign in and go on to ${p.service}` : 'Choose a service and sign in' })}`,
    },
  );
