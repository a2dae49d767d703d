import { donePage } from './done.page.ts';
import type { Step } from './step.ts';
import { panelOf, signInHref } from './visit.ts';

export const doneStep: Step = {
  name: 'done',
  show: (visit) => {
    const { shell, attempt, registration } = visit;
    const service = attempt?.service.name;
    return donePage({
      shell,
      email: registration.email,
      signIn: signInHref(visit),
      service,
      wantsSecondFactor: registration.secondFactor === 'otp-app',
      panel: panelOf(
        attempt,
        'Your account is made.',
        attempt?.service.service
          ? `Sign in, then give the username and password that you have at ${service}, once.`
          : `Sign in, and go on to ${service}.`,
      ),
    });
  },
  submit: async () => 'accepted',
};
