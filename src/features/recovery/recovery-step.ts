/** The steps, in order. */
export const recoverySteps = ['choose', 'token', 'questions', 'code', 'new-password', 'done'] as const;
export type RecoveryStep = (typeof recoverySteps)[number];

/** What decides on the step. What was proven for somebody who is not there any more is not proven. */
export interface RecoveryFacts {
  tokenSent: boolean;
  tokenProven: boolean;
  /** Of the account that stands there now. An address without an account never comes so far. */
  answersProven: boolean;
  secondFactor: 'none' | 'due' | 'proven';
  done: boolean;
}

/** The step where a recovery is: the first one that is not done yet. It alone decides, for showing and for submitting. */
export function recoveryStep(facts: RecoveryFacts): RecoveryStep {
  if (facts.done) return 'done';
  if (!facts.tokenSent) return 'choose';
  if (!facts.tokenProven) return 'token';
  if (!facts.answersProven) return 'questions';
  return facts.secondFactor === 'due' ? 'code' : 'new-password';
}

/** Whether a step may be shown or submitted now: the present one; until the token has come, also another way to get it. */
export function mayVisit(step: RecoveryStep, facts: RecoveryFacts): boolean {
  const present = recoveryStep(facts);
  return step === present || (step === 'choose' && present === 'token');
}
