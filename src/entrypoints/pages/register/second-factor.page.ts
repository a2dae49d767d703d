import { type Choice, type Html, html, identity, radios } from '../../../ui/index.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface SecondFactorPage extends StepPage {
  choice: string | undefined;
  /** Who leaves no choice, in a sentence; undefined where there is one. */
  required: string | undefined;
}

const choices: readonly Choice[] = [
  {
    value: 'otp-app',
    text: 'One-time password using an OTP app',
    hint: 'You set up the app at your first sign-in, right after this. It takes two minutes.',
  },
  {
    value: 'not-now',
    text: 'Not now',
    hint: 'You sign in with your password alone. You can turn it on later in Manage My Account.',
  },
];

export const secondFactorPage = (p: SecondFactorPage): Html =>
  stepPage(p, {
    step: 3,
    heading: 'Protect your account with a second factor',
    intro: 'With it, a stolen password alone opens nothing: a code from your phone is asked for too.',
    back: '/register/password',
    notice: p.required ? { tone: 'note', title: 'This choice is made for you', text: p.required } : undefined,
    body: html`
      ${identity({ email: p.email })}
      <div class="text"><p>${p.required ? 'What it takes:' : 'Before you choose:'}</p>${caveats}</div>
      ${stepForm(p, {
        action: '/register/second-factor',
        body: radios({
          label: 'Multi-factor authentication',
          name: 'secondFactor',
          choices: p.required ? choices.slice(0, 1) : choices,
          value: p.required ? 'otp-app' : p.choice,
          problems: p.problems,
          required: true,
        }),
        submit: 'Next',
      })}`,
  });

const caveats = html`
  <ul>
    <li>You need a smart phone with an app store, or a TOTP plug-in for your browser.</li>
    <li>You need an OTP app on it: any app that speaks TOTP will do.</li>
    <li>A code is asked for at every sign-in.</li>
    <li>The clocks of your phone and of our server must be right: set your phone to automatic time.</li>
  </ul>`;
