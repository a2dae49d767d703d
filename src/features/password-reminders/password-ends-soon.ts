import { type Clock, days, type Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { findPasswordTimes } from '../passwords/index.ts';

const SOON = days(14);

/** When the account's password ends, where that is within 14 days. */
export async function passwordEndsSoon(
  { db, clock }: { db: Db; clock: Clock },
  accountId: string,
): Promise<Instant | undefined> {
  const endsAt = (await findPasswordTimes(db, accountId))?.expiresAt ?? undefined;
  const now = clock.now();
  return endsAt !== undefined && endsAt > now && endsAt <= now + SOON ? endsAt : undefined;
}
