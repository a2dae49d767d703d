import type { Clock, Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { findOpenEmailChange } from './email-changes.queries.ts';

/** An address that waits for its token. */
export interface PendingEmail {
  email: string;
  tokenSentAt: Instant;
  /** Whether it was asked for in this session and browser: only there the token counts. */
  here: boolean;
}

/** The address that an account has asked for, if any. @param place digest of the session and browser that look */
export async function findEmailChange(
  { db, clock }: { db: Db; clock: Clock },
  { accountId, place }: { accountId: string; place: string },
): Promise<PendingEmail | undefined> {
  const change = await findOpenEmailChange(db, { accountId, now: clock.now() });
  return change && { email: change.email, tokenSentAt: change.tokenSentAt, here: change.place === place };
}
