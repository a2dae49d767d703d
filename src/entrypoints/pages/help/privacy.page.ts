import { type Contact, contact, type Html, html, link, page, type Shell } from '../../../ui/index.ts';

/** What is kept, why, for how long, and what never is. Every feature that keeps something new of people has its line here. */
export const privacyPage = (shell: Shell, customerCare: Contact): Html =>
  page(shell, {
    title: 'Privacy',
    intro: `What your Master Account at ${shell.brand.name} keeps about you, why, and for how long.`,
    wide: true,
    body: html`
      ${kept}
      ${forHowLong}
      <h2>What is not kept</h2>
      <div class="text"><ul>
        <li>The passwords of your services. Each is passed to its service for one check, and forgotten.</li>
        <li>What you do inside the services. They do not tell us.</li>
        <li>What was in the emails and text messages that we sent you, once they are sent.</li>
      </ul></div>
      <h2>Who else learns of it</h2>
      <div class="text"><ul>
        <li>A service that you open is told your name, your email address, a number that stands for your Master Account,
          which account of that service is yours, and how you signed in. It is told nothing about your other services.
          It is told, too, when you are signed out.</li>
        <li>Whoever carries our emails and text messages is told your address or number, and what we write to you.</li>
        <li>Customer Care sees what is in your account only after you have told them your PIN, which they are not shown. What they do is in your activity.</li>
      </ul></div>
      ${cookies}
      ${rights}
      ${contact(customerCare)}`,
  });

const kept = html`
  <h2>What is kept</h2>
  <div class="text"><ul>
    <li>Your name, your email address, and your mobile phone number if you gave one: to know you, and to reach you about your account.</li>
    <li>Your password, the answers to your security questions and your recovery codes, only as fingerprints that cannot be turned back.
      The questions themselves can be read: you are shown them when you have forgotten your password.</li>
    <li>Your support PIN, and the key of your OTP app, encrypted. Of a passkey its public half, which proves nothing by itself.</li>
    <li>Which accounts at the services you have linked, since when, and when they were last used. And which you have proven to be yours,
      but could not link, because another Master Account has them: so that Customer Care can move them to you.</li>
    <li>What your account stood on before a change: your password, second factor, PIN and answers of then, kept as the present ones are, and your
      mobile phone number. If somebody takes your account to another address, undoing that goes back to them.</li>
    <li>Where you are signed in: the browser, its network address, and when it was last seen. So that you see it, and can end it.</li>
    <li>Which browsers you have signed in with, as a number: so that others who guess at your password do not make you wait, and you
      are told of a new one.</li>
    <li>That we wrote to you, when, about what, and what became of it: so that we can say where an email is.</li>
    <li>What happened to your account (sign-ins, changes, links, what was tried), with the time, the network address and the kind of browser:
      so that you see it, and misuse can be found. Each line is chained to the one before, so that nobody rewrites it.</li>
    <li>How often something was tried lately from a network, or for an account: so that nobody guesses without end.</li>
  </ul></div>`;

const forHowLong = html`
  <h2>For how long</h2>
  <div class="text"><ul>
    <li>Your account, your links, and what happened to your account: until the account is deleted.</li>
    <li>A registration that was not finished: 24 hours from its beginning, or from the last token that you had sent.</li>
    <li>The steps of a sign-in: a day and a half. A session: until it ends. A reset of a forgotten password: an hour.
      What you typed into a form that could not be taken: five minutes, encrypted, and only where your browser runs no JavaScript.</li>
    <li>A change of your address or number that waits for its token: an hour. Your old address, so that the change can be undone from there: 72 hours.</li>
    <li>What your account stood on before a change: 7 days, and longer while an address can still be gone back to.
      What you have proven, but could not link: half an hour.</li>
    <li>The messages that we sent you, without what was in them: 90 days. What was in one that could not be sent: 7 days.</li>
    <li>Which browsers you signed in with: 400 days after the last time.</li>
    <li>An account that you have had deleted: 14 days more, in which you can change your mind. Then everything goes, at once: your details,
      password, second factor, links, sessions and messages. What happened stays in our security record under a number, without your
      name and without your addresses.</li>
  </ul></div>`;

const cookies = html`
  <h2>Cookies</h2>
  <div class="text"><p>Only those without which this does not work: one that tells this browser from others, one for each sign-in, registration
    or reset of a password that is under way, one for the session, one for Manage My Account, and for some minutes one for a form that could not be taken. Nothing is measured, nothing comes from
    other companies, and fonts and pictures are our own.</p></div>`;

const rights = html`
  <h2>Your rights</h2>
  <div class="text"><p>In Manage My Account you see and correct what is kept (${link({ href: '/account/contact', text: 'Contact details' })}),
    read what happened (${link({ href: '/account/activity', text: 'Activity' })}), and download a copy of everything or have your account
    deleted (${link({ href: '/account/my-data', text: 'My data' })}). For anything else, and where you cannot sign in, there is Customer Care.</p></div>`;
