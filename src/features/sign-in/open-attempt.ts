import { ok, type Result, refuse, seconds } from '../../kernel/index.ts';
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

/** For so long a form that was sent twice may bring the password under the cookie of before. */
const PRESSED_TWICE = seconds(10);

/**
 * The form of the password was sent twice, and the answer to the first time was lost, with the new cookie. For a moment
 * the password may be given once more under the cookie of before, while nothing else has been proven since. Nothing is
 * opened by that: whoever does not give the right password is nowhere, and it is worth no more than the first time.
 */
export async function reopenAtPassword(
  deps: Pick<SignInDeps, 'db' | 'clock' | 'sealing'>,
  keys: AttemptKeys,
): Promise<Result<Attempt, ClosedAttempt>> {
  const attempt = await findAttempt(deps.db, keys.id);
  const under = secretDigest(deps.sealing, keys.secret ?? '');
  if (!attempt || !isPressedAgain(deps, attempt, under)) {
    return refuse({ reason: 'another-browser', serviceId: attempt?.serviceId });
  }
  const interaction = deps.sealing.digest(keys.interaction ?? '', 'interaction');
  if (equalSecrets(interaction, attempt.interaction) && attempt.expiresAt > deps.clock.now())
    return ok({ ...attempt, reopened: true });
  return refuse({ reason: 'another-browser', serviceId: attempt.serviceId });
}

/** @param under digest of the cookie that the password is given under now */
export const isPressedAgain = (
  { clock }: Pick<SignInDeps, 'clock'>,
  { passwordAt, passwordUnder, secondFactorAt, passkeyAt, emailProvenAt, serviceAccount, doneAt }: Attempt,
  under: string,
): boolean =>
  passwordAt !== undefined &&
  clock.now() - passwordAt <= PRESSED_TWICE &&
  equalSecrets(passwordUnder ?? '', under) &&
  [secondFactorAt, passkeyAt, emailProvenAt, serviceAccount, doneAt].every((each) => each === undefined);

/** The digest under which the attempt's cookie is kept. */
export const secretDigest = (sealing: SignInDeps['sealing'], secret: string): string =>
  sealing.digest(secret, 'attempt');
