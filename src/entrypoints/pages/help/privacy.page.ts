import { type Contact, contact, type Html, html, page, type Shell } from '../../../ui/index.ts';

/** What is kept, why, and what never is. */
export const privacyPage = (shell: Shell, customerCare: Contact): Html =>
  page(shell, {
    title: 'Privacy',
    intro: `What your Master Account at ${shell.brand.name} keeps about you, why, and for how long.`,
    wide: true,
    body: html`
      <h2>What is kept</h2>
      <div class="text"><ul>
        <li>Your name, your email address, and your mobile phone number if you gave one: to know you, and to reach you about your account.</li>
        <li>Your password and the answers to your security questions, only as fingerprints that cannot be turned back.</li>
        <li>Your support PIN, encrypted.</li>
        <li>Which accounts at the services you have linked, since when, and when they were last used.</li>
        <li>What happened to your account (sign-ins, changes, links, messages sent), with the time and the network address: so that misuse can be found.</li>
      </ul></div>
      <h2>For how long</h2>
      <div class="text"><ul>
        <li>Your account, your links, and what happened to your account: until the account is deleted.</li>
        <li>A registration that was not finished: 24 hours from its beginning, or from the last token that you had sent.</li>
        <li>The steps of a sign-in: a day and a half. A session: until it ends.</li>
        <li>The messages that we sent you, without what was in them: 90 days.</li>
        <li>Which browsers you signed in with, so that others who guess at your password do not make you wait: 400 days after the last time.</li>
      </ul></div>
      <h2>What is not kept</h2>
      <div class="text"><ul>
        <li>The passwords of your services. Each is passed to its service for one check, and forgotten.</li>
        <li>What you do inside the services. They do not tell us.</li>
      </ul></div>
      <h2>What the services learn</h2>
      <div class="text"><p>A service that you open is told your name, your email address, a number that stands for your Master Account,
        which account of that service is yours, and how you signed in. It is told nothing about your other services.</p></div>
      <h2>Cookies</h2>
      <div class="text"><p>Only those without which signing in does not work: one that tells this browser from others, one for each sign-in
        under way, and one for the session. Nothing is measured, nothing comes from other companies, and fonts and pictures are our own.</p></div>
      <h2>Your rights</h2>
      <div class="text"><p>You can ask for a copy of what is kept, have it corrected, or have your account deleted.</p></div>
      ${contact(customerCare)}`,
  });
