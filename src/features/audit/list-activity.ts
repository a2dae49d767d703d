import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type AccountEvent, listEventsOf, type Position } from './audit.queries.ts';
import type { Party } from './audit-event.ts';

/** What happened to an account, as its owner may read it. */
export interface Activity {
  id: string;
  at: Instant;
  what: string;
  outcome: string;
  /** Who did it: `account` is the owner, or somebody who gave themselves out as the owner. */
  by: 'account' | 'service' | 'agent' | 'operator' | 'system' | 'nobody';
  serviceId: string | undefined;
  /** The client's address, of the owner and of whoever has not said who they are; others' are not theirs to know. */
  address: string | undefined;
  /** Browser and system in words, likewise. */
  browser: string | undefined;
}

/**
 * What happened to one account, newest first: what it did, what was tried in its name, and what others did to it.
 * @param before where the page before ended, as `next` said; anything else begins at the newest
 */
export async function listActivity(
  db: Db,
  { accountId, before, limit }: { accountId: string; before?: string | undefined; limit: number },
): Promise<{ activity: Activity[]; next: string | undefined }> {
  const party = `account:${accountId}` as const;
  const events = await listEventsOf(db, { party, before: positionIn(before), limit: limit + 1 });
  const shown = events.slice(0, limit);
  const last = shown.at(-1);
  return {
    activity: shown.map((event) => activityOf(event, party)),
    next: last && events.length > limit ? `${last.at}.${last.id}` : undefined,
  };
}

function activityOf(event: AccountEvent, party: Party): Activity {
  const { id, at, what, outcome, who, serviceId, from, browser } = event;
  const isTheirs = who === party || who === 'nobody';
  return {
    ...{ id, at, what, outcome },
    by: (who.split(':')[0] ?? 'nobody') as Activity['by'],
    serviceId: serviceId ?? undefined,
    address: (isTheirs && from) || undefined,
    browser: (isTheirs && browser) || undefined,
  };
}

function positionIn(cursor: string | undefined): Position | undefined {
  const [, at, id] = /^(\d{1,15})\.([\w-]{1,64})$/.exec(cursor ?? '') ?? [];
  return at === undefined || id === undefined ? undefined : { at: Number(at), id };
}
