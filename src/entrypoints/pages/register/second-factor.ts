import { saveSecondFactor } from '../../../features/registration/index.ts';
import type { RegisterPagesDeps } from './ports.ts';
import { secondFactorPage } from './second-factor.page.ts';
import type { Step } from './step.ts';
import { panelOf, stepContent, type Visit } from './visit.ts';

export const secondFactorStep = (deps: RegisterPagesDeps): Step => ({
  name: 'second-factor',
  show: (visit) =>
    secondFactorPage({
      ...contentOf(visit),
      choice: visit.registration.secondFactor ?? undefined,
      problems: [],
    }),
  async submit(visit, form) {
    const choice = form['secondFactor'] ?? '';
    const required = requiredBy(visit) !== undefined;
    const saved = await saveSecondFactor(deps, visit.registration, { choice, required });
    if (saved.ok) return 'accepted';
    if (saved.error === 'ended') return 'ended';
    const problems = [{ field: 'secondFactor', message: 'Choose whether you want a second factor.' }];
    return { again: secondFactorPage({ ...contentOf(visit), choice: undefined, problems }), status: 422 };
  },
});

const requiredBy = ({ attempt }: Visit): string | undefined =>
  attempt?.service.secondFactorRequired ? attempt.service.name : undefined;

const contentOf = (visit: Visit) => ({
  ...stepContent(visit),
  requiredBy: requiredBy(visit),
  panel: panelOf(
    visit.attempt,
    'You are deciding on a second factor for your new account.',
    'Next you choose three security questions.',
  ),
});
