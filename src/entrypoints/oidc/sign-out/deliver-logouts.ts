import type { Client } from 'oidc-provider';
import {
  claimNotice,
  type LogoutNotice,
  listDueNotices,
  noteFailed,
  noteTold,
} from '../../../features/sessions/index.ts';
import { type Clock, hours, type Instant, minutes, seconds } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { Log } from '../../../platform/log/index.ts';

/** The library signs and sends the logout token; its types leave that out. */
type Tellable = Client & { backchannelLogout(accountId: string, sid: string): Promise<void> };

export interface DeliveryDeps {
  db: Db;
  clock: Clock;
  log: Log;
  findClient(clientId: string): Promise<Client | undefined>;
}

/** A claim on a notice holds longer than a service may take to answer. */
const CLAIM = seconds(30);
const GIVEN_UP_AFTER = hours(24);
const BATCH = 100;

/** Tells services of sessions that have ended. @returns the notices that a service has accepted */
export async function deliverLogouts(deps: DeliveryDeps): Promise<LogoutNotice[]> {
  const due = await listDueNotices(deps.db, deps.clock.now(), BATCH);
  const outcomes = await Promise.all(due.map((notice) => deliverNotice(deps, notice)));
  return due.filter((_, index) => outcomes[index] === 'told');
}

/** `silent`: the service has no address to be told at. */
export type DeliveryOutcome = 'told' | 'silent' | 'failed' | 'claimed by another';

export async function deliverNotice(deps: DeliveryDeps, notice: LogoutNotice): Promise<DeliveryOutcome> {
  const { db, clock, log } = deps;
  if (!(await claimNotice(db, notice, clock.now() + CLAIM))) return 'claimed by another';
  try {
    const client = (await deps.findClient(notice.clientId)) as Tellable | undefined;
    if (client?.backchannelLogoutUri) await client.backchannelLogout(notice.accountId, notice.sid);
    await noteTold(db, notice.id);
    return client?.backchannelLogoutUri ? 'told' : 'silent';
  } catch (fault) {
    const lastFault = faultText(fault);
    await noteFailed(db, notice.id, { lastFault, ...nextTry(notice, clock.now()) });
    log.warn(
      { clientId: notice.clientId, tries: notice.tries + 1, lastFault },
      'A service was not told of a sign-out.',
    );
    return 'failed';
  }
}

/** Soon at first, then ever more seldom, for a day. */
function nextTry(
  { tries, createdAt }: LogoutNotice,
  now: Instant,
): { dueAt: Instant | null; abandonedAt: Instant | null } {
  const wait = Math.min(seconds(2) * 4 ** tries, minutes(30));
  const isLate = now + wait > createdAt + GIVEN_UP_AFTER;
  return isLate ? { dueAt: null, abandonedAt: now } : { dueAt: now + wait, abandonedAt: null };
}

function faultText(fault: unknown): string {
  const { message, cause } = fault as { message?: string; cause?: { code?: string } };
  return [message, cause?.code].filter(Boolean).join(' ').slice(0, 200);
}
