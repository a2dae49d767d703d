import { type Instant, minutes } from '../../kernel/index.ts';
import { equalSecrets } from '../../platform/sealing/index.ts';
import { codeOfStep } from './totp-secret.ts';
import { STEP, stepAt } from './totp-step.ts';

/** How far a phone's clock may be wrong for its code to be recognised. */
const RECOGNISED = minutes(10) / STEP;

export type CodeVerdict =
  /** Of this step or the one before: accepted, if it was not given before. */
  | { is: 'right'; step: number }
  /** Right for another moment: `offset` steps ahead, or behind (below zero). */
  | { is: 'stray'; step: number; offset: number }
  | { is: 'wrong' };

/** Which moment a code is right for. Takes as long for a wrong one as for a right one. */
export function judgeCode(secret: string, code: string, now: Instant): CodeVerdict {
  const current = stepAt(now);
  const near = Array.from({ length: 2 * RECOGNISED + 1 }, (_, index) => current - RECOGNISED + index);
  const matching = near.filter((step) => equalSecrets(codeOfStep(secret, step), code));
  const right = matching.find((step) => step === current) ?? matching.find((step) => step === current - 1);
  if (right !== undefined) return { is: 'right', step: right };
  const [stray] = matching;
  return stray === undefined ? { is: 'wrong' } : { is: 'stray', step: stray, offset: stray - current };
}
