import { type Instant, newSecret } from '../../kernel/index.ts';
import type { AttemptRequest, SessionProof } from './attempt.ts';
import { saveArrival } from './attempts.queries.ts';
import { secretDigest } from './open-attempt.ts';
import type { SignInDeps } from './sign-in-deps.ts';

export interface Arriving {
  /** Stays the same over all prompts of one authorization request. */
  id: string;
  /** Id of the provider's interaction, which the browser holds in a cookie. */
  interaction: string;
  serviceId: string;
  request: AttemptRequest;
  session: SessionProof | undefined;
  expiresAt: Instant;
}

/**
 * Opens an attempt when a service sends the browser here, or goes on with it when the provider asks again.
 * @returns the attempt's own cookie, for this very answer: nobody else can then give it to a browser
 */
export async function beginAttempt(
  { db, clock, sealing }: Pick<SignInDeps, 'db' | 'clock' | 'sealing'>,
  { interaction, ...arriving }: Arriving,
): Promise<{ secret: string }> {
  const secret = newSecret();
  await saveArrival(db, {
    ...arriving,
    interaction: sealing.digest(interaction, 'interaction'),
    secret: secretDigest(sealing, secret),
    now: clock.now(),
  });
  return { secret };
}
