import { type Html, html, linkButton, textBlock } from '../../../ui/index.ts';
import { type StepPage, stepPage } from './frame.page.ts';

export interface DonePage extends Pick<StepPage, 'shell' | 'panel' | 'email'> {
  /** Where signing in goes on. */
  signIn: string;
  /** The service that the person came from. */
  service: string | undefined;
  /** Why the OTP app is set up now, in a sentence; undefined where it is not. */
  secondFactor: string | undefined;
}

export const donePage = (p: DonePage): Html =>
  stepPage(
    { ...p, problems: [] },
    {
      step: 6,
      heading: 'Your account is ready',
      intro: html`Sign in as <strong>${p.email}</strong> with the password that you have just set.`,
      body: html`
        ${p.secondFactor && textBlock(`${p.secondFactor} You set up your OTP app when you sign in now. Have your phone at hand.`)}
        ${linkButton({ href: p.signIn, text: p.service ? `Sign in and go on to ${p.service}` : 'Choose a service and sign in' })}`,
    },
  );
