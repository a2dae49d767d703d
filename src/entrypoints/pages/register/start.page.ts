import {
  type Banner,
  field,
  form,
  type Html,
  hiddenField,
  html,
  type Problem,
  page,
  type Shell,
} from '../../../ui/index.ts';

export interface StartPage {
  shell: Shell;
  csrf: string;
  email: string;
  attemptId: string | undefined;
  problems: readonly Problem[];
  /** Whether the person came for a registration that is not there any more. */
  ended: boolean;
}

export const startPage = ({ shell, csrf, email, attemptId, problems, ended }: StartPage): Html =>
  page(shell, {
    title: `Make your ${shell.brand.name} account`,
    intro: 'One account opens all services. Give the email address that it is for; you verify it at the end.',
    problems,
    notice: ended ? noRegistration : undefined,
    body: form({
      action: '/register',
      csrf,
      body: html`
        ${attemptId !== undefined && hiddenField('attempt', attemptId)}
        ${field({
          label: 'Email address',
          name: 'email',
          type: 'email',
          inputmode: 'email',
          autocomplete: 'username',
          value: email,
          problems,
          required: true,
          maxlength: 254,
        })}`,
      submit: 'Next',
    }),
  });

const noRegistration: Banner = {
  tone: 'warning',
  title: 'There is no unfinished registration in this browser',
  text: 'A registration is kept for 24 hours, in the browser in which it was begun. Begin again here: it takes a few minutes.',
};

export const emailProblem: Problem = {
  field: 'email',
  message: 'Enter an email address in the form name@example.com.',
};
