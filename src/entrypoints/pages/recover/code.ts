import {
  offerPasskeyInRecovery,
  submitRecoveryCode,
  submitRecoveryPasskey,
} from '../../../features/recovery/index.ts';
import { findSecondFactor } from '../../../features/second-factor/index.ts';
import type { Problem } from '../../../ui/index.ts';
import { refusalStatus } from '../refusals/refusal-status.ts';
import { codeGiven, insteadOfPasskey } from '../second-factor/asked-factor.page.ts';
import { codeProblem } from '../second-factor/code-problem.page.ts';
import { passkeyNotice } from '../second-factor/passkey.page.ts';
import { type CodePage, codePage } from './code.page.ts';
import type { RecoverPagesDeps } from './ports.ts';
import { type Step, type Submitted, WHEREVER_DUE } from './step.ts';
import { provenAccountOf, stepContent, type Visit } from './visit.ts';

const HERE = '/recover/code';

/** The second factor: a code of the app, a recovery code, or a passkey. */
export const codeStep = (deps: RecoverPagesDeps): Step => ({
  name: 'code',
  show: async (visit) => codePage(await contentOf(deps, visit, [])),
  async submit(visit, form) {
    // Of the script: without one no page posts it.
    if (form['passkey'] !== undefined) return submitPasskey(deps, visit, form['passkey']);
    const code = codeGiven(form);
    const account = provenAccountOf(visit);
    const verdict = await submitRecoveryCode(deps, visit.recovery, account, { code }, visit.visitor);
    if (verdict.ok) return { next: WHEREVER_DUE, secret: verdict.value.secret };
    const content = await contentOf(deps, visit, []);
    const spent = verdict.error.reason === 'attempt-spent';
    const problems = [codeProblem(verdict.error, deps.clock.now(), content)];
    return {
      again: codePage({ ...content, problems, spent }),
      status: refusalStatus(deps, visit.c, verdict.error),
    };
  },
});

/** Refused, it leads back to the page, which offers another challenge. */
async function submitPasskey(deps: RecoverPagesDeps, visit: Visit, posted: string): Promise<Submitted> {
  const account = provenAccountOf(visit);
  const verdict = await submitRecoveryPasskey(deps, visit.recovery, account, { posted }, visit.visitor);
  if (verdict.ok) return { next: WHEREVER_DUE, secret: verdict.value.secret };
  return { next: `${HERE}?passkey=${verdict.error.reason}` };
}

async function contentOf(
  deps: RecoverPagesDeps,
  visit: Visit,
  problems: readonly Problem[],
): Promise<CodePage> {
  const account = provenAccountOf(visit);
  const factor = await findSecondFactor(deps, account.id);
  const has = { hasApp: factor?.totp !== undefined, blocked: factor?.totp?.blocked ?? false };
  return {
    ...stepContent(visit, 'Then you choose a new password.'),
    problems,
    spent: false,
    ...has,
    passkey: {
      action: HERE,
      options: await offerPasskeyInRecovery(deps, visit.recovery, account),
      notice: passkeyNotice(visit.c.req.query('passkey'), insteadOfPasskey(has)),
    },
    customerCare: deps.customerCare,
  };
}
