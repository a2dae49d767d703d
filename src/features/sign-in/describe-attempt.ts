import { equalSecrets } from '../../platform/sealing/index.ts';
import { findAttempt } from './attempts.queries.ts';
import { secretDigest } from './open-attempt.ts';
import type { SignInDeps } from './sign-in-deps.ts';

/**
 * What an attempt is about, for pages outside it that lead back to it: only to the browser that holds its
 * cookie, and only while it lives. It opens nothing.
 */
export async function describeAttempt(
  { db, clock, sealing }: Pick<SignInDeps, 'db' | 'clock' | 'sealing'>,
  { id, secret }: { id: string; secret: string | undefined },
): Promise<{ serviceId: string; email: string | undefined } | undefined> {
  const attempt = await findAttempt(db, id);
  if (!attempt || secret === undefined) return undefined;
  if (!equalSecrets(secretDigest(sealing, secret), attempt.secret)) return undefined;
  const { serviceId, email, expiresAt, doneAt } = attempt;
  return expiresAt > clock.now() && doneAt === undefined ? { serviceId, email } : undefined;
}
