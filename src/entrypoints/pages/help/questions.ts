import { type Contact, contactText, type Html, html, link } from '../../../ui/index.ts';
import type { HelpService } from './team.ts';

interface Facts {
  brand: string;
  services: readonly HelpService[];
  customerCare: Contact;
}

/** What people ask before anything has gone wrong. */
export const questions = ({
  brand,
  services,
  customerCare,
}: Facts): { id: string; question: string; answer: Html }[] => [
  {
    id: 'what-is-it',
    question: 'What is a Master Account?',
    answer: html`<p>One account with one password that opens all your services of ${brand}. Your accounts at the services stay as they
      are: you prove once that each is yours, it is linked, and from then on you are not asked again.</p>`,
  },
  {
    id: 'which-services',
    question: 'Which services does it open?',
    answer: html`<ul>${services.map(({ name, product }) => html`<li>${name}${product && ` ${product}`}</li>`)}</ul>`,
  },
  {
    id: 'how-to-register',
    question: 'How do I register?',
    answer: html`
      <ol>
        <li>Open a service, choose <strong>Sign in</strong>, and type your email address.</li>
        <li>Fill in six short steps: your name, a password, whether you want multi-factor authentication, three security questions, and the token that is sent to your address.</li>
        <li>Sign in, and link the service with its own username and password.</li>
      </ol>`,
  },
  {
    id: 'multi-factor',
    question: 'What is multi-factor authentication?',
    answer: html`
      <p>A second proof beside your password: a six-digit code that an app on your phone shows. Somebody who has learnt your
      password still cannot sign in without your phone.</p>
      <ul>
        <li>You need a smart phone with an app store, or a browser plug-in for time-based codes (TOTP).</li>
        <li>You need an OTP app. Any that speaks TOTP will do.</li>
        <li>The code is asked for at every sign-in.</li>
        <li>The clock of your phone must be right.</li>
      </ul>
      <p>Choose it when you register, and you set up the app at your first sign-in; or turn it on later in
      <a href="/account/authentication">Manage My Account</a>. Some services and companies require it.</p>`,
  },
  {
    id: 'passkeys',
    question: 'What is a passkey?',
    answer: html`<p>A key that your phone, computer or security key keeps for you, and gives only after it has made sure that it is you, with
      your fingerprint, face or its PIN. It signs you in without password or code, and no false page can steal it. Add one in
      ${link({ href: '/account/authentication', text: 'Manage My Account' })}; the pages of sign-in offer it from then on.</p>`,
  },
  {
    id: 'browsers',
    question: 'Which browsers work?',
    answer: html`<p>Every current browser: Chrome, Edge, Firefox and Safari, on computers and phones. Older ones, such as Internet Explorer 11,
      and browsers without JavaScript can do everything too, with less comfort.</p>`,
  },
  {
    id: 'several-accounts',
    question: 'I have several accounts at one service. Can I use them all?',
    answer: html`<p>One account at each service can be linked. For another one, this once, choose <strong>Use another account this once</strong>
      at the service and give its username and password. The one that is linked stays linked, and opens the next time. The same page leads
      to the linked one, should you change your mind.</p>`,
  },
  {
    id: 'change-a-link',
    question: 'How do I change a link?',
    answer: html`
      <p>In ${link({ href: '/account/links', text: 'Account Linking' })} in Manage My Account: <strong>Remove</strong> ends a link,
      <strong>Add</strong> makes one, with the username and password of the service. Where a service is not linked, you are asked
      which account to link at your next visit, as you were the first time.</p>
      <p>You cannot sign in, or an account of yours is linked with somebody else’s Master Account? Tell ${contactText(customerCare)}.
      They ask for your support PIN before anything is changed.</p>`,
  },
  {
    id: 'support-pin',
    question: 'What is the support PIN for?',
    answer: html`<p>${customerCare.name} asks for it on the phone before they change anything or tell anything about your account. Nobody else
      will ask you for it, and nobody will ever ask for your password.</p>`,
  },
];
