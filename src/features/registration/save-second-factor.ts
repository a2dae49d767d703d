import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Registration, saveProgress } from './registration.queries.ts';
import { type SecondFactor, secondFactors } from './registration.ts';

/**
 * Keeps whether the person wants a second factor.
 * @param required the service that they came from asks for one: then there is no choice
 */
export async function saveSecondFactor(
  { db, clock }: { db: Db; clock: Clock },
  { id }: Pick<Registration, 'id'>,
  { choice, required }: { choice: string; required: boolean },
): Promise<Result<void, 'not-chosen'>> {
  const secondFactor: SecondFactor | undefined = required
    ? 'otp-app'
    : secondFactors.find((known) => known === choice);
  if (!secondFactor) return refuse('not-chosen');
  await saveProgress(db, { id, now: clock.now() }, { secondFactor });
  return ok(undefined);
}
