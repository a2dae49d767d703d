import {
  type Banner,
  form,
  type Html,
  hiddenField,
  html,
  linkList,
  type Panel,
  type Problem,
  page,
  postButton,
  type Shell,
} from '../../../ui/index.ts';
import { emailField } from '../contact-details/email-field.page.ts';

export interface StartPage {
  shell: Shell;
  csrf: string;
  email: string;
  /** The sign-in attempt to go back to, and what it is about. */
  attemptId: string | undefined;
  panel: Panel | undefined;
  problems: readonly Problem[];
  /** The registrations that this browser can go on with, the newest first. */
  unfinished: readonly { id: string; email: string }[];
  /** Whether the person came for a registration that is not there any more. */
  ended: boolean;
}

export const startPage = (p: StartPage): Html => {
  const { shell, csrf, email, attemptId, panel, problems, ended } = p;
  return page(shell, {
    title: `Make your ${shell.brand.name} account`,
    intro: 'One account opens all services. Give the email address that it is for; you verify it at the end.',
    panel,
    problems,
    notice: ended ? noRegistration : undefined,
    body: html`
      ${form({
        action: '/register',
        csrf,
        body: html`
          ${attemptId !== undefined && hiddenField('attempt', attemptId)}
          ${emailField({ email, problems })}`,
        submit: 'Next',
      })}
      ${linkList([{ href: signIn(attemptId), text: 'Sign in with an account that you have' }])}
      ${p.unfinished.length > 0 && unfinishedOnes(p)}`,
  });
};

/** Back to the sign-in that the person came from; without one, to that of the account itself. */
const signIn = (attemptId: string | undefined): string =>
  attemptId === undefined ? '/account' : `/sign-in/${attemptId}/email`;

/** Typed in this browser before, and bound to it: nobody else is shown them. */
const unfinishedOnes = ({ csrf, attemptId, unfinished }: StartPage): Html => html`
  <section class="aside">
    <p>You have begun to register in this browser, and can go on where you were:</p>
    ${linkList(
      unfinished.map(({ id, email }) =>
        postButton({
          action: '/register',
          csrf,
          text: `Go on with ${email}`,
          fields: { unfinished: id, ...(attemptId !== undefined && { attempt: attemptId }) },
        }),
      ),
    )}
  </section>`;

const noRegistration: Banner = {
  tone: 'warning',
  title: 'There is no unfinished registration in this browser',
  text: 'A registration is kept for 24 hours, in the browser in which it was begun. Begin again here: it takes a few minutes.',
};
