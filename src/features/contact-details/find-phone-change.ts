import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { findOpenPhoneChange } from './contact-details.queries.ts';

/** A number that waits for its token. */
export interface PendingPhone {
  phone: string;
  /** Whether it was asked for in this session and browser: only there the token counts. */
  here: boolean;
}

/** The number of an account that waits for its token, if any. @param place digest of the session and browser that look */
export async function findPhoneChange(
  { db, clock }: { db: Db; clock: Clock },
  { accountId, place }: { accountId: string; place: string },
): Promise<PendingPhone | undefined> {
  const change = await findOpenPhoneChange(db, { accountId, now: clock.now() });
  return change && { phone: change.phone, here: change.place === place };
}
