import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { Account } from '../accounts/index.ts';
import { endAccountSessions } from '../sessions/index.ts';

/** What changes of the second factor are given. */
export interface ChangeDeps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  /** The configured address of Master Account: links in mail are made from nothing else. */
  issuer: string;
  /** Ends what is under way with the account and stands on the factor before: sign-ins, recoveries. */
  endPending(trx: Db, account: Account): Promise<void>;
}

/** Nothing that was proven before the change goes on elsewhere: in the transaction of the change. */
export async function endEverythingElse(
  { db, clock, endPending }: ChangeDeps,
  { account, session }: { account: Account; session: string },
): Promise<void> {
  await endAccountSessions(db, { accountId: account.id, except: session, now: clock.now() });
  await endPending(db, account);
}
