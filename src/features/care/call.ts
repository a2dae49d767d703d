import { ok, type Result, refuse } from '../../kernel/index.ts';
import { normaliseEmail } from '../accounts/index.ts';

/** Who of Customer Care acts, for whom, and why. */
export interface Call {
  /** Normalised. */
  email: string;
  agent: string;
  reason: string;
  /** Whom the operating system knows the agent by, where there is one between: nobody types it. */
  operatingUser?: string;
}

const LONGEST_REASON = 300;

/** @returns the call, in the one spelling in which it is kept and compared; or what is wrong with it */
export function callOf({
  email,
  agent,
  reason,
  operatingUser,
}: Call): Result<Call, 'email' | 'agent' | 'reason'> {
  const address = normaliseEmail(email);
  if (!address.ok) return refuse('email');
  // Nobody is two agents by another spelling, or another agent by a letter that looks the same.
  const name = agent.trim().toLowerCase();
  if (!/^[a-z0-9][a-z0-9._@-]{1,63}$/.test(name)) return refuse('agent');
  const why = reason
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  if ([...why].length < 3 || [...why].length > LONGEST_REASON) return refuse('reason');
  const user = operatingUser !== undefined && { operatingUser };
  return ok({ email: address.value, agent: name, reason: why, ...user });
}
