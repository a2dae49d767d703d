import { donePage } from './done.page.ts';
import type { RegisterPagesDeps } from './ports.ts';
import { secondFactorRequired } from './second-factor-required.ts';
import type { Step } from './step.ts';
import { panelOf, signInHref, type Visit } from './visit.ts';

export const doneStep = (deps: RegisterPagesDeps): Step => ({
  name: 'done',
  show: (visit) => {
    const { shell, attempt, registration } = visit;
    const service = attempt?.service.name;
    return donePage({
      shell,
      email: registration.email,
      signIn: signInHref(visit),
      service,
      secondFactor: secondFactorRequired(deps, visit) ?? chosenOf(visit),
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
});

const chosenOf = ({ registration }: Visit): string | undefined =>
  registration.secondFactor === 'otp-app' ? 'You have chosen a second factor.' : undefined;
