import { button, contactText, type Html, html, linkList, table } from '../../src/ui/index.ts';
import { legacyPassword } from '../lumen.ts';
import { servicePage } from '../pages/layout.ts';
import type { Face } from './service-deps.ts';
import type { User } from './users.queries.ts';

interface ForgottenPassword {
  users: readonly User[];
  /** All passwords have just been set back. */
  restored: boolean;
}

/** Where a real service would mail a new password; the demo says which users it has. */
export const forgottenPasswordPage = ({ service }: Face, { users, restored }: ForgottenPassword): Html =>
  servicePage(service, {
    title: `Forgot your password of ${service.name}?`,
    intro: 'This is a demo: nothing is mailed, and here is every user that this service knows.',
    ...(restored && {
      notice: { tone: 'success', text: `Every user has the password ${legacyPassword} again.` },
    }),
    body: html`
      ${table({
        caption: `Users of ${service.name}`,
        columns: ['Username', 'Account number', 'With the right password'],
        rows: users.map(({ username, id, condition }) => [
          username,
          html`<code>${id}</code>`,
          conditions[condition],
        ]),
      })}
      <p>Each has the password <code>${legacyPassword}</code>, until someone changes it.</p>
      <form method="post" action="/forgotten-password">${button({ text: 'Set all passwords back', tone: 'quiet' })}</form>
      ${linkList([{ href: '/sign-in', text: `Sign in to ${service.name}` }])}
      <p class="site-quiet">At a real service, ask ${contactText(service.support)}.</p>`,
  });

const conditions = {
  active: 'Comes in',
  locked: 'Is locked',
  'password-expired': 'Has an expired password',
  'second-step-required': 'Is asked for a second step here',
} as const;
