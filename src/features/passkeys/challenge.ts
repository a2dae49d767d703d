import { type Clock, type Instant, minutes, newId } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { equalSecrets, type Sealing } from '../../platform/sealing/index.ts';
import { claimAnswer } from './passkeys.queries.ts';

/** Long enough to find the security key. */
const CHALLENGE_LASTS = minutes(5);

/** What an answer counts for: one purpose, in one place. */
export interface ChallengeFor {
  /** `add`: make a passkey; `sign-in`: of whomever; `second-factor`: of somebody who has given their password; `confirm`: before a change. */
  purpose: 'add' | 'sign-in' | 'second-factor' | 'confirm';
  /** The attempt, or the session. */
  place: string;
  /** Whose passkey it has to be, where that is settled. */
  accountId?: string | undefined;
}

interface Deps {
  clock: Clock;
  sealing: Pick<Sealing, 'digest'>;
}

/**
 * A challenge carries its own end and our keyed digest over what it is for, so that showing a page writes nothing.
 * @returns in base64url, as browsers take it
 */
export function newChallenge({ clock, sealing }: Deps, what: ChallengeFor): string {
  const nonce = newId();
  const expiresAt = clock.now() + CHALLENGE_LASTS;
  const text = `${nonce}.${expiresAt}.${markOf(sealing, what, nonce, expiresAt)}`;
  return Buffer.from(text).toString('base64url');
}

/**
 * Takes an answer's challenge. It is used up with that, whatever the answer is worth.
 * @returns whether it is one of ours, for this very purpose and place, in time, and answered for the first time
 */
export async function spendChallenge(
  { db, clock, sealing }: Deps & { db: Db },
  what: ChallengeFor,
  challenge: string,
): Promise<boolean> {
  const [nonce = '', end = '', mark = ''] = Buffer.from(challenge, 'base64url').toString().split('.');
  const expiresAt: Instant = Number(end);
  if (!equalSecrets(mark, markOf(sealing, what, nonce, expiresAt)) || expiresAt <= clock.now()) return false;
  // Our mark, not what was sent: one challenge has many spellings in base64url.
  return claimAnswer(db, { challenge: sealing.digest(mark, 'passkey-answer'), expiresAt });
}

const markOf = (
  sealing: Pick<Sealing, 'digest'>,
  { purpose, place, accountId = '' }: ChallengeFor,
  nonce: string,
  expiresAt: Instant,
): string => sealing.digest([purpose, place, accountId, nonce, expiresAt].join('\n'), 'passkey-challenge');
