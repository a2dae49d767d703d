import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import {
  deleteServices,
  deleteSessions,
  type EndedSession,
  insertNotices,
  type WhichSessions,
} from './ending.queries.ts';
import type { LogoutNotice } from './session.ts';
import { listSessionKeys, type ServiceSessions } from './sessions.queries.ts';

interface Ending {
  now: Instant;
  /** When a worker tells the services, where that is not to be at once. */
  dueAt?: Instant | undefined;
}

/**
 * Ends sessions wholly. Which services are to be told is written down in the same transaction.
 * @returns those that have ended, and the notices for whoever wants to deliver them at once
 */
export async function endSessions(
  trx: Db,
  { which, ...when }: Ending & { which: WhichSessions },
): Promise<{ ended: EndedSession[]; notices: LogoutNotice[] }> {
  const ended = await deleteSessions(trx, which);
  const services = await deleteServices(trx, { sessionUids: ended.map(({ uid }) => uid) });
  const notices = await insertNotices(trx, withAccounts(services, ended), when);
  return { ended, notices };
}

export async function endSession(
  trx: Db,
  { uid, ...when }: Ending & { uid: string },
): Promise<LogoutNotice[]> {
  return (await endSessions(trx, { ...when, which: { uid } })).notices;
}

/** All sessions of an account: its password changed, it was disabled or deleted. */
export async function endAccountSessions(
  trx: Db,
  { accountId, except, now }: { accountId: string; except?: string | undefined; now: Instant },
): Promise<LogoutNotice[]> {
  return (await endSessions(trx, { which: { accountId, except }, now })).notices;
}

/**
 * One service's part in sessions: those of these accounts, whose link was ended, and those in which it was
 * opened with this service account, linked or once. The sessions go on.
 */
export async function endServiceSessions(
  trx: Db,
  { now, ...which }: ServiceSessions & { now: Instant },
): Promise<LogoutNotice[]> {
  const sessions = await listSessionKeys(trx, which);
  const services = await deleteServices(trx, {
    sessionUids: sessions.map(({ uid }) => uid),
    clientId: which.clientId,
  });
  return insertNotices(trx, withAccounts(services, sessions), { now });
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
