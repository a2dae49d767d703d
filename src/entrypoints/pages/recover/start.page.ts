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
  type Shell,
} from '../../../ui/index.ts';
import { emailField } from '../contact-details/email-field.page.ts';

export interface StartPage {
  shell: Shell;
  csrf: string;
  /** As typed. */
  email: string;
  /** The sign-in attempt to go back to. */
  attemptId: string | undefined;
  panel: Panel | undefined;
  problems: readonly Problem[];
  /** Whether the person came for a recovery that is not there any more. */
  ended: boolean;
}

export const startPage = ({ shell, csrf, email, attemptId, panel, problems, ended }: StartPage): Html =>
  page(shell, {
    title: 'Reset your password',
    intro: `This is about the password of your ${shell.brand.name} Master Account. It takes a token that is sent to you, and the answers to your security questions.`,
    panel,
    problems,
    notice: ended ? noRecovery : undefined,
    body: html`
      ${form({
        action: '/recover',
        csrf,
        body: html`
          ${attemptId !== undefined && hiddenField('attempt', attemptId)}
          ${emailField({ email, problems })}`,
        submit: 'Next',
      })}
      ${linkList([
        attemptId === undefined
          ? { href: '/', text: 'Sign in instead' }
          : { href: `/sign-in/${attemptId}`, text: 'Back to signing in' },
      ])}`,
  });

const noRecovery: Banner = {
  tone: 'warning',
  title: 'This is not under way any more',
  text: 'Resetting a password takes an hour at most, in the browser in which it was begun, and ends when the password is changed. Nothing was changed here: begin again.',
};
