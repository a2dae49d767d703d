import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { deleteServices, deleteSessions, insertNotices, type WhichSessions } from './ending.queries.ts';
import type { LogoutNotice } from './session.ts';
import { listSessionKeys } from './sessions.queries.ts';

/**
 * Ends sessions wholly. Which services are to be told is written down in the same transaction.
 * @returns the notices, for whoever wants to deliver them at once
 */
export async function endSessions(
  trx: Db,
  { which, now }: { which: WhichSessions; now: Instant },
): Promise<LogoutNotice[]> {
  const ended = await deleteSessions(trx, which);
  const services = await deleteServices(trx, { sessionUids: ended.map(({ uid }) => uid) });
  return insertNotices(trx, withAccounts(services, ended), now);
}

export const endSession = (trx: Db, { uid, now }: { uid: string; now: Instant }): Promise<LogoutNotice[]> =>
  endSessions(trx, { which: { uid }, now });

/** All sessions of an account: its password changed, it was disabled or deleted. */
export const endAccountSessions = (
  trx: Db,
  { accountId, except, now }: { accountId: string; except?: string | undefined; now: Instant },
): Promise<LogoutNotice[]> => endSessions(trx, { which: { accountId, except }, now });

/** One service's part in the sessions of these accounts: a link was ended. The sessions go on. */
export async function endServiceSessions(
  trx: Db,
  { clientId, accountIds, now }: { clientId: string; accountIds: readonly string[]; now: Instant },
): Promise<LogoutNotice[]> {
  const sessions = await listSessionKeys(trx, accountIds);
  const services = await deleteServices(trx, { sessionUids: sessions.map(({ uid }) => uid), clientId });
  return insertNotices(trx, withAccounts(services, sessions), now);
}

function withAccounts(
  services: readonly { sessionUid: string; clientId: string; sid: string }[],
  sessions: readonly { uid: string; accountId: string }[],
): { clientId: string; sid: string; accountId: string }[] {
  const accountOf = new Map(sessions.map(({ uid, accountId }) => [uid, accountId]));
  return services.flatMap(({ sessionUid, clientId, sid }) => {
    const accountId = accountOf.get(sessionUid);
    return accountId === undefined ? [] : [{ clientId, sid, accountId }];
  });
}
