import { type Contact, contactText, type Html, html, link } from '../../../ui/index.ts';
import type { Team } from './team.ts';

/** A trouble that people come with: what to do about it, and who helps where that is not enough. */
export interface Topic {
  id: string;
  /** As the person would say it. */
  trouble: string;
  answer: Html;
  team: Team;
}

interface Facts {
  /** Characters that a password has at least. */
  shortestPassword: number;
  customerCare: Contact;
}

export const topics = ({ shortestPassword, customerCare }: Facts): readonly Topic[] => [
  {
    id: 'sign-in',
    trouble: 'I cannot sign in',
    team: 'customer-care',
    answer: html`
      <ol>
        <li>Begin at the service that you want to use and choose <strong>Sign in</strong>, so that you are brought back to it afterwards.</li>
        <li>Type the address that you registered with. The username of a service does not work here.</li>
        <li>Type the password of your Master Account. The password of a service is asked for later, once, to link it.</li>
        <li>After several wrong passwords there is a wait, which grows. The page says when to come back; it ends by itself.</li>
      </ol>`,
  },
  {
    id: 'password',
    trouble: 'My password is not accepted',
    team: 'customer-care',
    answer: html`
      <ul>
        <li>Look at Caps Lock and the keyboard’s language. Where there is an eye beside the field, it shows what you typed.</li>
        <li>Each service keeps its own password. The page for linking asks for that one, and its <strong>Forgot your password</strong> leads to the service.</li>
        <li>An expired password is accepted once more, and you choose a new one then.</li>
        <li>A new password needs at least ${shortestPassword} characters. It may not be a common one, one that was leaked, or made of your name, your address or ours. Several words in a row are easy to remember and hard to guess.</li>
      </ul>`,
  },
  {
    id: 'forgotten-password',
    trouble: 'I forgot my password',
    team: 'customer-care',
    answer: html`
      <p>The password of your Master Account:</p>
      <ol>
        <li>${link({ href: '/recover', text: 'Reset your password' })}. The page where you enter your password leads there too: <strong>Forgot your password</strong>.</li>
        <li>A token is sent to your email address, or to your mobile phone if its number was verified. Enter it in the same browser within 10 minutes.</li>
        <li>Answer the three security questions that you chose when you registered.</li>
        <li>Where you use an OTP app, enter its code, or one of your recovery codes. Then choose a new password.</li>
      </ol>
      <p>Nothing changes before the last step. If you cannot get through it, tell ${contactText(customerCare)}. They ask for your support PIN, and never for a password.</p>
      <p>The password of a service: its own page helps. <strong>Forgot your password</strong> on the page for linking leads there.</p>`,
  },
  {
    id: 'email',
    trouble: 'The email with my token does not arrive',
    team: 'customer-care',
    answer: html`
      <ul>
        <li>Look in the folder for spam, and in the folders of your own filters. Most emails are there within a minute.</li>
        <li>Three minutes after it was sent, the page that asks for the token offers <strong>Where's my email</strong>: it says what became of the email, and what to do.</li>
        <li>The address is not right? <strong>Correct my email address</strong> on that page sends a token to another one, and keeps everything else that you have entered.</li>
        <li><strong>Send a new token</strong> can be pressed once a minute. Only the token of the newest email counts, and only in the browser in which you asked for it.</li>
      </ul>`,
  },
  {
    id: 'timeouts',
    trouble: 'A page expired, or I was signed out',
    team: 'customer-care',
    answer: html`
      <ul>
        <li>When a sign-in has expired, the page has one button that starts again at your service. You need not delete cookies.</li>
        <li>An unfinished registration waits for you for 24 hours in the same browser. Open it again and go on where you were.</li>
        <li>A session ends after some hours, or after some time without use, in all services at once.</li>
        <li>The token in an email is valid for a while only, and a newer one replaces it. Use the one that came last.</li>
      </ul>`,
  },
  {
    id: 'phone-number',
    trouble: 'My mobile phone number is not accepted',
    team: 'customer-care',
    answer: html`
      <ul>
        <li>Begin with a plus sign and the country calling code, for example <strong>+1-555-555-5555</strong>. Leave out the zero that is dialled inside the country.</li>
        <li>Spaces, dashes and brackets do not matter.</li>
        <li>The number may be left empty. It counts for nothing until it has been verified in ${link({ href: '/account/contact/phone', text: 'Manage My Account' })}.</li>
      </ul>`,
  },
  {
    id: 'codes',
    trouble: 'The code from my app is not accepted, or my phone is lost',
    team: 'customer-care',
    answer: html`
      <ul>
        <li>Set the clock of your phone to automatic time. Codes depend on it, and a few minutes off are enough for them to be refused.</li>
        <li>Each code works once. After one has been accepted, wait for the next; it comes within half a minute.</li>
        <li>Where your OTP app shows several accounts, use the one that carries the name of this Master Account.</li>
        <li>Your phone is lost or broken? Enter one of your recovery codes in place of the code, then replace the app in <a href="/account/authentication">Manage My Account</a>.</li>
        <li>After 100 wrong codes in a row only a recovery code is accepted.</li>
        <li>No phone and no recovery codes? Tell ${contactText(customerCare)}; they ask for your support PIN and your security questions.</li>
      </ul>
      <p>Where it is a service that asks for the code, on its own page, its own team can help.</p>`,
  },
  {
    id: 'qr',
    trouble: 'The QR code cannot be scanned',
    team: 'customer-care',
    answer: html`
      <ul>
        <li>Scan it with an OTP app, not with the camera alone. Any app that speaks TOTP will do; your app store has several.</li>
        <li>A QR code is shown for three minutes, then a new one takes its place. Scan the one that is there now.</li>
        <li>It cannot be scanned, or you are on the phone itself? Open <strong>Can’t scan?</strong> under it: type the key into the app, or open it there.</li>
        <li>Then enter the six digits that the app shows. Only with that is it turned on.</li>
      </ul>`,
  },
  {
    id: 'linking',
    trouble: 'A service account cannot be linked',
    team: 'customer-care',
    answer: html`
      <ul>
        <li>The page asks for the username and password of the service that it names, not for those of the Master Account.</li>
        <li>Where the service says that the account is locked, that its password has expired, or that it wants a second step of its own, put that right at the service first. The page says where.</li>
        <li>Where the service could not be reached, your password was not checked and no try was counted. Come back later; your other services are not affected.</li>
        <li>A service account that is linked with another Master Account stays there. If it is yours, tell ${contactText(customerCare)}; they ask for your support PIN before anything is changed. You can still go in this once: leave <strong>Link my account</strong> unchecked.</li>
        <li>Another account of the service is linked than the one you want? In ${link({ href: '/account/links', text: 'Account Linking' })} you remove it and add the other one.</li>
        <li>A service may end a link itself, for example when the account there was closed or got a new password. You can link again, with the username and password that are right now.</li>
      </ul>`,
  },
  {
    id: 'unreachable',
    trouble: 'I am signed in here, but do not get to a service',
    team: 'customer-care',
    answer: html`
      <ul>
        <li>Open the service by its own address and choose <strong>Sign in</strong> there.</li>
        <li>Close other tabs of the same service, and try once more.</li>
        <li>If another service opens and this one does not, tell us which.</li>
      </ul>`,
  },
  {
    id: 'inside-a-service',
    trouble: 'I am in a service, and something there does not work',
    team: 'client-response-center',
    answer: html`
      <p>Your Master Account has done its part when the service shows that you are signed in. What happens from there on, the
      people of that service know best.</p>`,
  },
  {
    id: 'support-portal',
    trouble: 'Something is wrong with the Support portal',
    team: 'support-portal',
    answer: html`<p>Say what you wanted to do in the portal, what it answered, and at what time.</p>`,
  },
];
