import { contactText, type Html, html, linkButton } from '../../src/ui/index.ts';
import { servicePage } from '../pages/layout.ts';
import type { Face } from './service-deps.ts';

export type ServiceProblem = keyof typeof texts;

const texts = {
  'master-account-unreachable': {
    title: 'Sign-in is not available right now',
    text: 'The Master Account did not answer. Nothing is wrong with your account; try again in a moment.',
    action: { href: '/sign-in', text: 'Try again' },
  },
  'sign-on-not-begun': {
    title: 'Sign in again',
    text: 'This sign-in was finished already, was begun in another browser, or is more than a day old.',
    action: { href: '/sign-in', text: 'Sign in' },
  },
  'sign-on-refused': {
    title: 'You are not signed in',
    text: 'The Master Account ended the sign-in before it was finished.',
    action: { href: '/sign-in', text: 'Sign in' },
  },
  'sign-on-failed': {
    title: 'The sign-in could not be finished',
    text: 'What the Master Account answered could not be used.',
    action: { href: '/sign-in', text: 'Sign in again' },
  },
  'unknown-user': {
    title: 'This service does not know the account',
    text: 'Your Master Account was checked, but it named no user of this service.',
    action: { href: '/sign-in?once=1', text: 'Use another account this once' },
  },
  'user-not-active': {
    title: 'This user cannot come in',
    text: 'Your Master Account was checked, but this service has closed the user that it named.',
    action: { href: '/sign-in?once=1', text: 'Use another account this once' },
  },
  'signed-out-here-only': {
    title: 'You are signed out here only',
    text: 'The Master Account did not answer, so you may still be signed in at it and at the other services.',
    action: { href: '/', text: 'Back to the start' },
  },
  'not-found': {
    title: 'There is no such page',
    text: 'The address may have been cut off or mistyped.',
    action: { href: '/', text: 'To the start' },
  },
  fault: {
    title: 'Something went wrong here',
    text: 'The service could not do this. Nothing that you had confirmed before is lost.',
    action: { href: '/', text: 'Back to the start' },
  },
} as const;

/** What happened, the way forward, and whom to ask. */
export function problemPage({ service }: Face, problem: ServiceProblem): Html {
  const { title, text, action } = texts[problem];
  return servicePage(service, {
    title,
    intro: text,
    body: html`
      <div class="buttons">${linkButton(action)}</div>
      <p class="site-quiet">Still stuck? Ask ${contactText(service.support)}.</p>`,
  });
}
