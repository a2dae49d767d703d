import {
  button,
  dateTime,
  definitionList,
  type Html,
  html,
  linkButton,
  linkList,
} from '../../src/ui/index.ts';
import { boxes } from '../pages/columns.ts';
import { servicePage } from '../pages/layout.ts';
import { type Claims, claimsTable, claimText } from './claims-table.ts';
import type { Face } from './service-deps.ts';
import type { SignedIn } from './service-session.ts';

/** What the service knows of whoever is signed in: from its own database, and from Master Account. */
export function homeSignedInPage({ service }: Face, { user, session }: SignedIn): Html {
  const claims = JSON.parse(session.claims) as Claims;
  return servicePage(service, {
    title: `Welcome, ${user.displayName}`,
    intro: arrival[session.access],
    user: {
      name: user.displayName,
      actions: html`<form method="post" action="/sign-out">${button({ text: 'Sign out', tone: 'quiet' })}</form>`,
    },
    body: html`
      ${boxes([
        {
          title: `Your account at ${service.name}`,
          body: html`
            ${definitionList([
              { term: 'Username', detail: user.username },
              { term: 'Name', detail: user.displayName },
              { term: 'Account number', detail: html`<code>${user.id}</code>` },
              { term: 'How you got here', detail: html`<code>${session.access}</code>` },
              { term: 'Signed in', detail: dateTime(session.startedAt) },
            ])}
            ${linkList([
              { href: '/sign-in?once=1', text: 'Use another account this once' },
              { href: '/password', text: 'Change my password here' },
            ])}`,
        },
        {
          title: 'Your Master Account',
          body: html`
            ${definitionList([
              { term: 'Name', detail: claimText(claims['name']) },
              { term: 'Email', detail: claimText(claims['email']) },
            ])}
            <div class="buttons">${linkButton({ href: `${claims['iss']}`, text: 'All services of Lumen', tone: 'quiet' })}</div>`,
        },
      ])}
      <h2>Claims of the ID token</h2>
      <p class="site-quiet">What the Master Account vouches for to ${service.name}, checked and signed.</p>
      ${claimsTable(claims)}`,
  });
}

const arrival = {
  linked: 'Your Master Account is linked with this user: next time the service opens without asking.',
  once: 'You proved this user with its own password, for this once. Next time the linked user opens; where none is linked, you are asked again.',
} as const;
