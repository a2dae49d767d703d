import { companyWantsSecondFactor } from '../../../features/sign-in/index.ts';
import { companyAsksForIt } from '../second-factor/asked-factor.page.ts';
import type { RegisterPagesDeps } from './ports.ts';
import type { Visit } from './visit.ts';

/**
 * Who leaves no choice of a second factor, in a sentence: the service that the person came from, always or this time, or the company, which
 * requires one of the addresses of some domains. Undefined where the person chooses.
 */
export function secondFactorRequired(deps: RegisterPagesDeps, visit: Visit): string | undefined {
  const { attempt, registration, shell } = visit;
  if (attempt && (attempt.service.secondFactorRequired || attempt.secondFactorWanted))
    return `${attempt.service.name} asks for a second factor.`;
  return companyWantsSecondFactor(deps, registration.email) ? companyAsksForIt(shell) : undefined;
}
