import {
  type Banner,
  form,
  type Html,
  hiddenField,
  html,
  type Panel,
  type Problem,
  page,
  type Shell,
} from '../../../ui/index.ts';
import { emailField } from '../email-field.page.ts';

export interface StartPage {
  shell: Shell;
  csrf: string;
  email: string;
  /** The sign-in attempt to go back to, and what it is about. */
  attemptId: string | undefined;
  panel: Panel | undefined;
  problems: readonly Problem[];
  /** Whether the person came for a registration that is not there any more. */
  ended: boolean;
}

export const startPage = ({ shell, csrf, email, attemptId, panel, problems, ended }: StartPage): Html =>
  page(shell, {
    title: `Make your ${shell.brand.name} account`,
    intro: 'One account opens all services. Give the email address that it is for; you verify it at the end.',
    panel,
    problems,
    notice: ended ? noRegistration : undefined,
    body: form({
      action: '/register',
      csrf,
      body: html`
        ${attemptId !== undefined && hiddenField('attempt', attemptId)}
        ${emailField({ email, problems })}`,
      submit: 'Next',
    }),
  });

const noRegistration: Banner = {
  tone: 'warning',
  title: 'There is no unfinished registration in this browser',
  text: 'A registration is kept for 24 hours, in the browser in which it was begun. Begin again here: it takes a few minutes.',
};
