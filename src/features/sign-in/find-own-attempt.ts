import { equalSecrets } from '../../platform/sealing/index.ts';
import type { Attempt } from './attempt.ts';
import { findAttempt } from './attempts.queries.ts';
import { secretDigest } from './open-attempt.ts';
import type { SignInDeps } from './sign-in-deps.ts';

/** By which pages outside an attempt know that it is their browser's own. */
export interface AttemptCookie {
  id: string;
  /** From the attempt's own cookie. */
  secret: string | undefined;
}

/** The attempt of the browser that holds its cookie, while it lives. This lets nobody into a step of it. */
export async function findOwnAttempt(
  { db, clock, sealing }: Pick<SignInDeps, 'db' | 'clock' | 'sealing'>,
  { id, secret }: AttemptCookie,
): Promise<Attempt | undefined> {
  // Whoever holds no cookie for it does not even cause a look at the database, whatever the id is.
  const attempt = secret === undefined ? undefined : await findAttempt(db, id);
  if (!attempt || secret === undefined) return undefined;
  if (!equalSecrets(secretDigest(sealing, secret), attempt.secret)) return undefined;
  return attempt.expiresAt > clock.now() && attempt.doneAt === undefined ? attempt : undefined;
}
