import { type Clock, seconds } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { SessionMovedOn } from './change-in-session.ts';
import { findSecondFactorTime, saveProof, saveProofUnder } from './sessions.queries.ts';

interface Deps {
  /** The transaction of the change. */
  db: Db;
  clock: Clock;
}

/** Digests of two ids of a session: that under which the browser came, and that under which the session goes on. */
export interface NextId {
  under: string;
  /** The browser is sent the id itself, once all of it is on disk. */
  digest: string;
}

/**
 * Which session proves more from now on, and by what. It goes on under a new id: whoever planted the cookie of before, or
 * has copied it, holds nothing any more.
 */
export interface Raised {
  uid: string;
  nextId: NextId;
}

/**
 * Only for whoever came under the id that the session has: one that came under a copy of an earlier cookie, and was
 * overtaken by its owner's proof, gets nothing of that.
 * @throws SessionMovedOn, which undoes the transaction
 */
async function goOn(
  db: Db,
  { uid, nextId: { under, digest } }: Raised,
  proof: Omit<Parameters<typeof saveProof>[2], 'idDigest'>,
): Promise<void> {
  if (!(await saveProofUnder(db, { uid, under: [under, digest] }, { ...proof, idDigest: digest }))) {
    throw new SessionMovedOn();
  }
}

/**
 * The password was given in the session just now, and a new one is set: the session goes on with that proof, and what it
 * has of a second factor is no fresher than it was.
 */
export async function renewPasswordProof({ db, clock }: Deps, raised: Raised): Promise<void> {
  const secondFactorAt = await findSecondFactorTime(db, raised.uid);
  const authenticatedAt = wholeSeconds(clock);
  const factor = secondFactorAt !== undefined && { secondFactorAt };
  await goOn(db, raised, { authenticatedAt, ...factor });
}

/**
 * A new second factor was given in the session, after the password: it is one with a second factor from now on.
 * @param factor `otp`: a code; `hwk`: a passkey (RFC 8176)
 */
export const raiseSession = (
  { db, clock }: Deps,
  raised: Raised,
  factor: 'otp' | 'hwk' = 'otp',
): Promise<void> =>
  goOn(db, raised, {
    authenticatedAt: wholeSeconds(clock),
    amr: `pwd ${factor} mfa`,
    acr: 'aal2',
    secondFactorAt: clock.now(),
  });

/** The second factor was given in the session once more, for a change. */
export const noteSecondFactor = ({ db, clock }: Deps, raised: Raised): Promise<void> =>
  goOn(db, raised, { secondFactorAt: clock.now() });

/** The account has no second factor any more: what was given of it says nothing about one that comes later. */
export const lowerSession = ({ db }: Pick<Deps, 'db'>, uid: string): Promise<void> =>
  saveProof(db, uid, { amr: 'pwd', acr: 'aal1', secondFactorAt: null });

/** As the provider keeps it: whoever compares the two must find them the same. */
const wholeSeconds = (clock: Clock): number => Math.floor(clock.now() / seconds(1)) * seconds(1);
