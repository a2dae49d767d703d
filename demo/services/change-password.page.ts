import { button, type Html, html, type Problem, passwordField } from '../../src/ui/index.ts';
import { codeBlock } from '../pages/code-block.ts';
import { servicePage } from '../pages/layout.ts';
import type { SentSignal } from './send-signal.ts';
import type { Face } from './service-deps.ts';
import type { User } from './users.queries.ts';

interface ChangePassword {
  user: User;
  problems?: readonly Problem[];
}

/** The service's own password, which Master Account never keeps. */
export const changePasswordPage = ({ service }: Face, { user, problems }: ChangePassword): Html =>
  servicePage(service, {
    title: 'Change your password here',
    intro: `This is the password of ${user.username} at ${service.name}, not of your Master Account.
      ${service.name} then tells the Master Account, which ends the link: at your next sign-in you link again.`,
    back: { href: '/', text: 'Back' },
    problems,
    user: { name: user.displayName },
    body: html`
      <form class="form" method="post" action="/password" novalidate>
        ${passwordField({ label: 'Password that you have now', name: 'password', autocomplete: 'current-password', problems })}
        ${passwordField({
          label: 'New password',
          name: 'newPassword',
          autocomplete: 'new-password',
          hint: 'At least 8 characters.',
          problems,
        })}
        <div class="buttons">${button({ text: 'Change my password here' })}</div>
      </form>`,
  });

/** The signed call, shown to the developers who will write it for their own service. */
export const passwordChangedPage = ({ service }: Face, sent: SentSignal): Html =>
  servicePage(service, {
    title: 'Your password is changed',
    back: { href: '/', text: `Back to ${service.name}` },
    notice: sent.answer?.taken
      ? {
          tone: 'success',
          text: 'The Master Account was told, has ended the link, and has signed you out here.',
        }
      : {
          tone: 'warning',
          text: 'The Master Account did not take the message. A real service would send it again.',
        },
    body: html`
      <h2>The call that ${service.name} made</h2>
      ${codeBlock(requestText(sent))}
      <h2>The answer</h2>
      ${codeBlock(answerText(sent))}`,
  });

const answerText = ({ answer }: SentSignal): string =>
  answer ? `${answer.status}\n\n${answer.body}` : 'None';

const requestText = ({ url, headers, body }: SentSignal): string =>
  [`POST ${url}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', body].join(
    '\n',
  );
