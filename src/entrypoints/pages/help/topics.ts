import { type Html, html } from '../../../ui/index.ts';
import type { Team } from './team.ts';

/** A trouble that people come with: what to do about it, and who helps where that is not enough. */
export interface Topic {
  id: string;
  /** As the person would say it. */
  trouble: string;
  answer: Html;
  team: Team;
}

/** @param shortestPassword characters that a password has at least */
export const topics = ({ shortestPassword }: { shortestPassword: number }): readonly Topic[] => [
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
    trouble: 'My password is not accepted, or I forgot it',
    team: 'customer-care',
    answer: html`
      <ul>
        <li>Use the eye beside the field to see what you typed, and look at Caps Lock and the keyboard’s language.</li>
        <li>Each service keeps its own password. The page for linking asks for that one, and its <strong>Forgot your password</strong> leads to the service.</li>
        <li>An expired password is accepted once more, and you choose a new one then.</li>
        <li>A new password needs at least ${shortestPassword} characters. It may not be a common one, one that was leaked, or made of your name, your address or ours. Several words in a row are easy to remember and hard to guess.</li>
        <li>Forgotten altogether? Customer Care helps. Have the support PIN ready that you were shown when you registered.</li>
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
        <li>The number may be left empty.</li>
      </ul>`,
  },
  {
    id: 'codes',
    trouble: 'The code from my app is not accepted',
    team: 'customer-care',
    answer: html`
      <p>Your Master Account does not ask for codes yet, not even where you chose multi-factor authentication when you registered: your
      choice is kept for when it does. Then the clock of your phone has to be right, so set it to automatic.</p>
      <p>Where a code is asked for today, it is one of the service that you are in. Its own team can help.</p>`,
  },
  {
    id: 'qr',
    trouble: 'The QR code cannot be scanned',
    team: 'customer-care',
    answer: html`
      <p>Your Master Account does not show QR codes yet. You will be led through setting up an OTP app at a sign-in, once codes are
      asked for; until then there is nothing to scan, and nothing that you have missed.</p>
      <p>Where you have seen a QR code, it is one of the service that you are in. Its own team can help.</p>`,
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
        <li>A service account that is linked with another Master Account stays there until Customer Care has moved it. You can still go in this once: leave <strong>Link my account</strong> unchecked.</li>
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
    team: 'client-response-center',
    answer: html`<p>Say what you wanted to do in the portal, what it answered, and at what time.</p>`,
  },
];
