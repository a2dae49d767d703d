import { saveSecondFactor } from '../../../features/registration/index.ts';
import type { RegisterPagesDeps } from './ports.ts';
import { secondFactorPage } from './second-factor.page.ts';
import { secondFactorRequired } from './second-factor-required.ts';
import type { Step } from './step.ts';
import { panelOf, stepContent, type Visit } from './visit.ts';

export const secondFactorStep = (deps: RegisterPagesDeps): Step => ({
  name: 'second-factor',
  show: (visit) =>
    secondFactorPage({
      ...contentOf(deps, visit),
      choice: visit.registration.secondFactor ?? undefined,
      problems: [],
    }),
  async submit(visit, form) {
    const choice = form['secondFactor'] ?? '';
    const required = secondFactorRequired(deps, visit) !== undefined;
    const saved = await saveSecondFactor(deps, visit.registration, { choice, required });
    if (saved.ok) return 'accepted';
    if (saved.error === 'ended') return 'ended';
    const problems = [{ field: 'secondFactor', message: 'Choose whether you want a second factor.' }];
    return {
      again: secondFactorPage({ ...contentOf(deps, visit), choice: undefined, problems }),
      status: 422,
    };
  },
});

const contentOf = (deps: RegisterPagesDeps, visit: Visit) => ({
  ...stepContent(visit),
  required: secondFactorRequired(deps, visit),
  panel: panelOf(
    visit.attempt,
    'You are deciding on a second factor for your new account.',
    'Next you choose three security questions.',
  ),
});
