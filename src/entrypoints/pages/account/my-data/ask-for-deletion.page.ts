import type { Instant } from '../../../../kernel/index.ts';
import {
  dateTime,
  form,
  type Html,
  html,
  linkButton,
  type Problem,
  page,
  type Shell,
  textBlock,
} from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import { type AskedCode, identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';

/** The consequences in words, before the button. */
export const confirmDeletionPage = (
  visit: Pick<Visit, 'shell' | 'csrf' | 'account'>,
  p: { linked: readonly string[]; askForCode: AskedCode; problems: readonly Problem[] },
): Html =>
  accountPage(visit, {
    section: 'my-data',
    back: { href: '/account/my-data', text: 'My data' },
    title: 'Delete your account?',
    intro: html`This is about your ${visit.shell.brand.name} account <strong>${visit.account.email}</strong>. It is deleted in 14 days.`,
    problems: p.problems,
    body: html`
      <div class="text"><ul>
        <li>At once: you are signed out everywhere, here too, and no service opens with this account any more.</li>
        <li>Until then: sign in and choose <em>Keep my account</em>, and everything is as it was. An email tells you the day.</li>
        <li>After that: your details, password, second factor, links and history are gone, and nobody can bring them back.
          What happened stays in our security record under a number, without your name and addresses.</li>
        <li>${
          p.linked.length === 0
            ? 'Your accounts at the services themselves stay as they are.'
            : `Your accounts at ${listOf(p.linked)} stay as they are. You open them with their own usernames and passwords, so make sure that you know these.`
        }</li>
      </ul></div>
      ${form({
        action: '/account/my-data/delete',
        csrf: visit.csrf,
        body: identityFields({ email: visit.account.email, askForCode: p.askForCode, problems: p.problems }),
        submit: 'Delete my account',
        submitTone: 'danger',
      })}`,
  });

const listOf = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

export const deletionAskedPage = (shell: Shell, { dueAt, email }: { dueAt: Instant; email: string }): Html =>
  page(shell, {
    title: 'Your account will be deleted',
    intro: html`That happens on <strong>${dateTime(dueAt)}</strong>. You are signed out everywhere.`,
    body: html`
      ${textBlock(
        html`An email to ${email} says the same. If you change your mind before that day, sign in and choose <em>Keep my account</em>.`,
      )}
      <div class="buttons">${linkButton({ href: '/', text: 'Go to the start', tone: 'quiet' })}</div>`,
  });
