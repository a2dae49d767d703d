import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Registration, updateOpenRegistration } from './registration.queries.ts';
import { type SecondFactor, secondFactors } from './registration.ts';

/**
 * Keeps whether the person wants a second factor.
 * @param required the service that they came from, or the company of their address, asks for one: then there is no choice
 * @returns `ended` where the registration has been completed, has expired or has got another address meanwhile
 */
export async function saveSecondFactor(
  { db, clock }: { db: Db; clock: Clock },
  { id, email }: Pick<Registration, 'id' | 'email'>,
  { choice, required }: { choice: string; required: boolean },
): Promise<Result<void, 'not-chosen' | 'ended'>> {
  const secondFactor: SecondFactor | undefined = required
    ? 'otp-app'
    : secondFactors.find((known) => known === choice);
  if (!secondFactor) return refuse('not-chosen');
  const saved = await updateOpenRegistration(db, { id, email, now: clock.now() }, { secondFactor });
  return saved ? ok(undefined) : refuse('ended');
}
