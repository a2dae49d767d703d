import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Registration, updateOpenRegistration } from './registration.queries.ts';
import { type SecondFactor, secondFactors } from './registration.ts';

/**
 * Keeps whether the person wants a second factor.
 * @param required the service that they came from asks for one: then there is no choice
 * @returns `ended` where the registration has been completed or has expired meanwhile
 */
export async function saveSecondFactor(
  { db, clock }: { db: Db; clock: Clock },
  { id }: Pick<Registration, 'id'>,
  { choice, required }: { choice: string; required: boolean },
): Promise<Result<void, 'not-chosen' | 'ended'>> {
  const secondFactor: SecondFactor | undefined = required
    ? 'otp-app'
    : secondFactors.find((known) => known === choice);
  if (!secondFactor) return refuse('not-chosen');
  const saved = await updateOpenRegistration(db, { id, now: clock.now() }, { secondFactor });
  return saved ? ok(undefined) : refuse('ended');
}
