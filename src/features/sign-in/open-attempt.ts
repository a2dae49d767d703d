import { ok, type Result, refuse } from '../../kernel/index.ts';
import { equalSecrets } from '../../platform/sealing/index.ts';
import type { Attempt } from './attempt.ts';
import { findAttempt } from './attempts.queries.ts';
import type { SignInDeps } from './sign-in-deps.ts';

/** What the browser shows to be let into an attempt. */
export interface AttemptKeys {
  id: string;
  /** From the provider's interaction cookie. */
  interaction: string | undefined;
  /** From the attempt's own cookie. */
  secret: string | undefined;
}

/** `serviceId` tells where to start again, where the attempt is known at all. */
export interface ClosedAttempt {
  reason: 'unknown' | 'expired' | 'done' | 'another-browser';
  serviceId?: string | undefined;
}

/** Lets a browser into its own attempt: it must hold both cookies. */
export async function openAttempt(
  { db, clock, sealing }: Pick<SignInDeps, 'db' | 'clock' | 'sealing'>,
  { id, interaction, secret }: AttemptKeys,
): Promise<Result<Attempt, ClosedAttempt>> {
  const attempt = await findAttempt(db, id);
  if (!attempt) return refuse({ reason: 'unknown' });
  const closed = (reason: ClosedAttempt['reason']) => refuse({ reason, serviceId: attempt.serviceId });
  if (attempt.expiresAt <= clock.now()) return closed('expired');
  if (attempt.doneAt !== undefined) return closed('done');
  if (!interaction || !equalSecrets(sealing.digest(interaction, 'interaction'), attempt.interaction))
    return closed('another-browser');
  if (!secret || !equalSecrets(secretDigest(sealing, secret), attempt.secret))
    return closed('another-browser');
  return ok(attempt);
}

/** The digest under which the attempt's cookie is kept. */
export const secretDigest = (sealing: SignInDeps['sealing'], secret: string): string =>
  sealing.digest(secret, 'attempt');
