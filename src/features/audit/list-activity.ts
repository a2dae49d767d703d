import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { listEventsOf, type Position } from './audit.queries.ts';

/** What happened to an account, as its owner may read it. */
export interface Activity {
  id: string;
  at: Instant;
  what: string;
  outcome: string;
  /** Who did it: `account` is the owner, or somebody who gave themselves out as the owner. */
  by: 'account' | 'service' | 'agent' | 'operator' | 'system' | 'nobody';
  serviceId: string | undefined;
  /** The client's address; that of somebody else than the owner is not theirs to know. */
  address: string | undefined;
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
    activity: shown.map(({ id, at, what, outcome, who, serviceId, from }) => ({
      ...{ id, at, what, outcome },
      by: (who.split(':')[0] ?? 'nobody') as Activity['by'],
      serviceId: serviceId ?? undefined,
      address: who === party ? (from ?? undefined) : undefined,
    })),
    next: last && events.length > limit ? `${last.at}.${last.id}` : undefined,
  };
}

function positionIn(cursor: string | undefined): Position | undefined {
  const [, at, id] = /^(\d{1,15})\.([\w-]{1,64})$/.exec(cursor ?? '') ?? [];
  return at === undefined || id === undefined ? undefined : { at: Number(at), id };
}
