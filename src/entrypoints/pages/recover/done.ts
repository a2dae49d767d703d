import { donePage } from './done.page.ts';
import type { Step } from './step.ts';
import { panelOf, stepContent } from './visit.ts';

export const doneStep: Step = {
  name: 'done',
  show: (visit) => {
    const { attempt, recovery } = visit;
    const signIn =
      attempt && recovery.attemptId !== null
        ? { href: `/sign-in/${recovery.attemptId}`, service: attempt.service.name }
        : undefined;
    const panel = panelOf(attempt, 'Sign in with the new one.', 'Your password is reset.');
    return donePage({ ...stepContent(visit, ''), panel, signIn, problems: [] });
  },
  submit: async () => ({ next: '/recover/done' }),
};
