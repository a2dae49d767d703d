import { findSecondFactor } from '../../../features/second-factor/index.ts';
import { submitSecondFactor } from '../../../features/sign-in/index.ts';
import { refusalStatus } from '../refusals/refusal-status.ts';
import { codeGiven, insteadOfPasskey } from '../second-factor/asked-factor.page.ts';
import { codePage } from './code.page.ts';
import { passkeyOf } from './passkey.ts';
import type { SignInPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { addressOf, handOut, panelOf, provenAccountOf, type Visit, whatFollows } from './visit.ts';

export const codeStep = (deps: SignInPagesDeps): Step => ({
  name: 'code',
  show: async (visit) => codePage(await contentOf(deps, visit)),
  async submit(visit, form) {
    const { attempt, c, visitor } = visit;
    const code = codeGiven(form);
    const verdict = await submitSecondFactor(deps, attempt, provenAccountOf(visit), { code }, visitor);
    if (verdict.ok) {
      handOut(deps, c, attempt, verdict.value.secret);
      return 'accepted';
    }
    return {
      again: codePage({ ...(await contentOf(deps, visit)), refusal: verdict.error }),
      status: refusalStatus(deps, c, verdict.error),
    };
  },
});

async function contentOf(deps: SignInPagesDeps, visit: Visit) {
  const { shell, csrf, hub, service } = visit;
  const secondFactor = await findSecondFactor(deps, provenAccountOf(visit).id);
  const factor = {
    hasApp: secondFactor?.totp !== undefined,
    blocked: secondFactor?.totp?.blocked ?? false,
  };
  return {
    shell,
    csrf,
    action: `${hub}/code`,
    email: addressOf(visit),
    ...factor,
    passkey: await passkeyOf(deps, visit, insteadOfPasskey(factor)),
    customerCare: deps.customerCare,
    startAgain: { href: service.signOnUrl, service: service.name },
    now: deps.clock.now(),
    panel: panelOf(
      service,
      'Your password was right. Your account asks for a second factor too.',
      whatFollows(visit),
    ),
  };
}
