import type { Clock, Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { findToken, type TokenBinding } from './tokens.queries.ts';
import type { TokensTable } from './tokens.tables.ts';

/** A token takes so many tries, the right one included. */
export const TRIES = 5;

/** Whether the newest token still counts, and if not, why. */
export type TokenStanding =
  | { state: 'valid'; expiresAt: Instant }
  /** `spent`: it has been used. `tried`: as often as a token may be. */
  | { state: 'expired' | 'spent' | 'tried' | 'none' };

/** How the newest token for that purpose and subject stands. Looking counts no try. */
export async function findTokenStanding(
  { db, clock }: { db: Db; clock: Clock },
  bound: TokenBinding,
): Promise<TokenStanding> {
  return standingOf(await findToken(db, bound), clock.now());
}

export function standingOf(token: TokensTable | undefined, now: Instant): TokenStanding {
  if (!token) return { state: 'none' };
  if (token.spentAt !== null) return { state: 'spent' };
  if (token.tries >= TRIES) return { state: 'tried' };
  return token.expiresAt <= now ? { state: 'expired' } : { state: 'valid', expiresAt: token.expiresAt };
}
