import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import { normalisePassword } from './password-text.ts';
import { storePassword } from './passwords.queries.ts';

/**
 * The hash of a password that has passed `checkPassword`. Made before the transaction that stores it.
 * @throws HashingBusy
 */
export const hashNewPassword = (
  { hashing }: { hashing: Pick<Hashing, 'hashPassword'> },
  password: string,
): Promise<string> => hashing.hashPassword(normalisePassword(password));

export interface NewPassword {
  accountId: string;
  /** From `hashNewPassword`. */
  hash: string;
  setAt: Instant;
  /** The person's choice, and what `expirationInstant` made of it. */
  expiration: string;
  expiresAt: Instant | undefined;
}

/** Gives an account its first or its next password. */
export const setPassword = (trx: Db, password: NewPassword): Promise<void> =>
  storePassword(trx, { ...password, expiresAt: password.expiresAt ?? null, suspendedAt: null });
