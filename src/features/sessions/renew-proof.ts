import { type Clock, seconds } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { findSecondFactorTime, saveProof } from './sessions.queries.ts';

interface Deps {
  /** The transaction of the change. */
  db: Db;
  clock: Clock;
}

/**
 * The password was given in the session just now, and a new one is set: the session goes on with that proof, and what it
 * has of a second factor is no fresher than it was.
 */
export async function renewPasswordProof({ db, clock }: Deps, uid: string): Promise<void> {
  const secondFactorAt = await findSecondFactorTime(db, uid);
  const authenticatedAt = wholeSeconds(clock);
  await saveProof(db, uid, { authenticatedAt, ...(secondFactorAt !== undefined && { secondFactorAt }) });
}

/**
 * A new second factor was given in the session, after the password: it is one with a second factor from now on.
 * @param factor `otp`: a code; `hwk`: a passkey (RFC 8176)
 */
export const raiseSession = (
  { db, clock }: Deps,
  uid: string,
  factor: 'otp' | 'hwk' = 'otp',
): Promise<void> =>
  saveProof(db, uid, {
    authenticatedAt: wholeSeconds(clock),
    amr: `pwd ${factor} mfa`,
    acr: 'aal2',
    secondFactorAt: clock.now(),
  });

/** The account has no second factor any more: what was given of it says nothing about one that comes later. */
export const lowerSession = ({ db }: Pick<Deps, 'db'>, uid: string): Promise<void> =>
  saveProof(db, uid, { amr: 'pwd', acr: 'aal1', secondFactorAt: null });

/** As the provider keeps it: whoever compares the two must find them the same. */
const wholeSeconds = (clock: Clock): number => Math.floor(clock.now() / seconds(1)) * seconds(1);
