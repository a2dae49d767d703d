import { type Clock, type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { equalSecrets, type Sealing } from '../../platform/sealing/index.ts';
import { standingOf, TRIES } from './find-token-standing.ts';
import { digestOf } from './issue-token.ts';
import { isToken, readCode } from './token-text.ts';
import { claimTokenTry, findToken, markSpent, type TokenBinding } from './tokens.queries.ts';

interface Deps {
  /** The database itself, never a transaction: the try must stay counted whatever becomes of the rest. */
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest'>;
  /**
   * Told of a try that was counted and wrong: what is written of tries is written of so many as a token has. Whatever else is
   * typed, without end, leaves nothing behind.
   */
  onWrongTry?: (() => Promise<void>) | undefined;
}

/** A token that was right, for `spendToken`. */
export type ProvenToken = TokenBinding & { tokenDigest: string };

/** `malformed`: it cannot be any token, and no try was counted. */
export type TokenFault = 'malformed' | 'wrong' | 'expired' | 'void';

/**
 * Whether the token typed is the one issued. The try is counted before the comparison, so that guesses in
 * parallel have five like those in a row. What has not the form of a token says nothing about one, and costs no
 * try. It is not spent yet: that is part of what it is for.
 */
export async function proveToken(
  { db, clock, sealing, onWrongTry }: Deps,
  { typed, ...bound }: TokenBinding & { typed: string },
): Promise<Result<ProvenToken, TokenFault>> {
  const now = clock.now();
  if (!isToken(typed)) return refuse(await malformedOr(db, bound, now));
  const counted = await claimTokenTry(db, bound, now, TRIES);
  const token = await findToken(db, bound);
  if (!counted) return refuse(token && token.expiresAt <= now ? 'expired' : 'void');
  const tokenDigest = digestOf(sealing, bound, readCode(typed));
  if (token && equalSecrets(token.tokenDigest, tokenDigest)) return ok({ ...bound, tokenDigest });
  await onWrongTry?.();
  return refuse(token && token.tries >= TRIES ? 'void' : 'wrong');
}

/** Where the token takes no try any more, that is what there is to say, whatever is typed. */
async function malformedOr(db: Db, bound: TokenBinding, now: Instant): Promise<TokenFault> {
  const standing = standingOf(await findToken(db, bound), now);
  return standing.state === 'valid' ? 'malformed' : standing.state === 'expired' ? 'expired' : 'void';
}

/**
 * Spends a proven token, in the transaction of what it is for.
 * @returns false where it has been spent, replaced or expired meanwhile: then nothing of the rest may happen
 */
export const spendToken = ({ db, clock }: { db: Db; clock: Clock }, token: ProvenToken): Promise<boolean> =>
  markSpent(db, token, clock.now());
