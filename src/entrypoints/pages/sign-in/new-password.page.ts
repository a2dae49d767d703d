import type { NewPasswordRefusal } from '../../../features/sign-in/index.ts';
import {
  form,
  type Html,
  html,
  type Panel,
  type Problem,
  page,
  type Shell,
  usernameForPasswordManagers,
} from '../../../ui/index.ts';
import { newPasswordFields, newPasswordProblems } from '../new-password-fields.page.ts';

export interface NewPasswordPage {
  shell: Shell;
  panel: Panel;
  action: string;
  csrf: string;
  email: string;
  expiration: string;
  date: string;
  refusal?: NewPasswordRefusal;
}

export function newPasswordPage(p: NewPasswordPage): Html {
  const problems = p.refusal ? problemsOf(p.refusal) : [];
  return page(p.shell, {
    title: 'Choose a new password',
    intro: 'Your password has expired. Choose a new one; the old one works nowhere after that.',
    panel: p.panel,
    problems,
    body: form({
      action: p.action,
      csrf: p.csrf,
      body: html`
        ${usernameForPasswordManagers(p.email)}
        ${newPasswordFields({ problems, expiration: p.expiration, date: p.date, required: true })}`,
      submit: 'Set the new password',
    }),
  });
}

function problemsOf({ password, ...rest }: NewPasswordRefusal): Problem[] {
  const others = newPasswordProblems({
    ...rest,
    password: password.filter((fault) => fault !== 'same-as-old'),
  });
  if (!password.includes('same-as-old')) return others;
  return [
    { field: 'password', message: 'This is the password that has expired. Choose another one.' },
    ...others,
  ];
}
