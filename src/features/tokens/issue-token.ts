import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { formatToken, newToken } from './token-text.ts';
import { replaceToken, type TokenBinding } from './tokens.queries.ts';

interface Deps {
  /** The transaction that also records the message which carries the token. */
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest'>;
}

/**
 * Issues a token, voiding the older one for the same purpose and subject.
 * @param lifetime milliseconds
 * @returns the token as it is shown: `XXXX-XXXX`
 */
export async function issueToken(
  { db, clock, sealing }: Deps,
  { lifetime, ...bound }: TokenBinding & { lifetime: number },
): Promise<string> {
  const token = newToken();
  const now = clock.now();
  await replaceToken(db, {
    ...bound,
    tokenDigest: digestOf(sealing, bound, token),
    createdAt: now,
    expiresAt: now + lifetime,
    spentAt: null,
    tries: 0,
  });
  return formatToken(token);
}

/** Bound to its purpose and subject by the digest too: the same characters are another token elsewhere. */
export const digestOf = (
  sealing: Pick<Sealing, 'digest'>,
  { purpose, subject }: Pick<TokenBinding, 'purpose' | 'subject'>,
  token: string,
): string => sealing.digest(`${subject}\u0000${token}`, `token:${purpose}`);
