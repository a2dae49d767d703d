import { submitRecoveryCode } from '../../../features/recovery/index.ts';
import { findSecondFactor } from '../../../features/second-factor/index.ts';
import { codeProblem } from '../code-problem.page.ts';
import { codePage } from './code.page.ts';
import type { RecoverPagesDeps } from './ports.ts';
import { type Step, WHEREVER_DUE } from './step.ts';
import { provenAccountOf, stepContent, type Visit } from './visit.ts';

export const codeStep = (deps: RecoverPagesDeps): Step => ({
  name: 'code',
  show: async (visit) => codePage({ ...(await contentOf(deps, visit)), problems: [] }),
  async submit(visit, form) {
    const code = form['code'] ?? '';
    const account = provenAccountOf(visit);
    const verdict = await submitRecoveryCode(deps, visit.recovery, account, { code }, visit.visitor);
    if (verdict.ok) return { next: WHEREVER_DUE, secret: verdict.value.secret };
    const problems = [codeProblem(verdict.error, deps.clock.now())];
    return {
      again: codePage({ ...(await contentOf(deps, visit)), problems }),
      status: verdict.error.reason === 'too-many-tries' ? 429 : 422,
    };
  },
});

async function contentOf(deps: RecoverPagesDeps, visit: Visit) {
  const factor = await findSecondFactor(deps, provenAccountOf(visit).id);
  return {
    ...stepContent(visit, 'Then you choose a new password.'),
    hasApp: factor?.totp !== undefined,
    blocked: factor?.totp?.blocked ?? false,
    customerCare: deps.customerCare,
  };
}
