import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import { findAccountByEmail, normaliseEmail } from '../accounts/index.ts';
import type { Attempt } from './attempt.ts';
import { saveProgress } from './attempts.queries.ts';
import type { SignInDeps, Visitor } from './sign-in-deps.ts';
import { spendTryFromHere } from './spend-try-from-here.ts';

export type EmailRefusal = { reason: 'email-form' } | { reason: 'too-many-tries'; retryAt: Instant };

/**
 * Keeps the address that the person typed. Whether it has an account is only said by the step that follows.
 * @throws AttemptOver
 */
export async function submitEmail(
  deps: Pick<SignInDeps, 'db' | 'clock' | 'sealing'>,
  attempt: Attempt,
  { email: typed }: { email: string },
  { address, browser }: Visitor,
): Promise<Result<{ email: string }, EmailRefusal>> {
  const email = normaliseEmail(typed);
  if (!email.ok) return refuse({ reason: 'email-form' });
  const account = (await findAccountByEmail(deps.db, email.value))?.id ?? email.value;
  const origin = { account, address, device: deps.sealing.digest(browser, 'device') };
  const counted = await spendTryFromHere(deps, 'address-look-ups', origin);
  if (!counted.ok) return refuse({ reason: 'too-many-tries', retryAt: counted.error.retryAt });
  await saveProgress(deps.db, attempt, { email: email.value });
  return ok({ email: email.value });
}
