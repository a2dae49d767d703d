import { type Clock, type Instant, newId, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { newPin } from '../pins/index.ts';
import { spendTry } from '../throttle/index.ts';
import { beginRegistration, resumeRegistration } from './registration.queries.ts';
import { browserDigest, pinContext, REGISTRATION_LIFETIME } from './registration.ts';

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest' | 'seal'>;
}

export interface RegistrationStart {
  /** The browser's id. */
  browser: string;
  /** Normalised by `normaliseEmail`. */
  email: string;
  /** The sign-in attempt to go back to afterwards. */
  attemptId?: string | undefined;
  /** The client's IP address: its block has a budget. */
  address: string;
}

/**
 * Begins the registration of an address in this browser, or resumes it. Whether the address has an
 * account makes no difference here: only the mail at the end tells its owner.
 */
export async function startRegistration(
  { db, clock, sealing }: Deps,
  { browser, email, attemptId, address }: RegistrationStart,
): Promise<Result<void, { retryAt: Instant }>> {
  const now = clock.now();
  const whose = { browser: browserDigest(sealing, browser), email, attemptId: attemptId ?? null };
  if (await resumeRegistration(db, { ...whose, now })) return ok(undefined);
  const counted = await spendTry({ db, clock, sealing }, 'registrations', address);
  if (!counted.ok) return refuse(counted.error);

  const id = newId();
  const sealedPin = sealing.seal(newPin(), pinContext(id));
  await db.transaction().execute((trx) =>
    beginRegistration(trx, {
      id,
      ...whose,
      sealedPin,
      createdAt: now,
      expiresAt: now + REGISTRATION_LIFETIME,
    }),
  );
  return ok(undefined);
}
