import { hours } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Party } from './audit-event.ts';
import {
  type ListedEvent,
  listEventsWith,
  listNewest,
  listSealedBefore,
  type Wanted,
} from './list-events.queries.ts';

export interface WantedEvents extends Wanted {
  /** What they did, and what was done to them. */
  party?: Party | undefined;
}

const AT_ONCE = 500;
/** Events are sealed in batches, each in its order: one is at most so much newer than those that were sealed after it. */
const OUT_OF_ORDER = hours(1);

/** Events for operators, newest first. Without a party the audit is read backwards, as far as it has to be. */
export async function listEvents(db: Db, { party, ...wanted }: WantedEvents): Promise<ListedEvent[]> {
  const found = party === undefined ? await readBack(db, wanted) : await ofParty(db, { ...wanted, party });
  return found
    .toSorted((one, other) => other.at - one.at || (one.id < other.id ? 1 : -1))
    .slice(0, wanted.limit);
}

async function ofParty(db: Db, wanted: Wanted & { party: Party }): Promise<ListedEvent[]> {
  const byThem = await listEventsWith(db, 'who', wanted);
  const toThem = await listEventsWith(db, 'whom', wanted);
  const known = new Set(byThem.map(({ id }) => id));
  return [...byThem, ...toThem.filter(({ id }) => !known.has(id))];
}

async function readBack(db: Db, { what, since = 0, limit }: Wanted): Promise<ListedEvent[]> {
  const found: ListedEvent[] = [];
  const take = (some: readonly ListedEvent[]): void => {
    found.push(...some.filter((event) => event.at >= since && (what === undefined || event.what === what)));
  };
  for (let before: ListedEvent | undefined; found.length < limit; ) {
    const some = await listNewest(db, before, AT_ONCE);
    take(some);
    before = some.at(-1);
    if (some.length < AT_ONCE || (before && before.at < since)) break;
  }
  for (let before: ListedEvent | undefined; found.length < limit; ) {
    const some = await listSealedBefore(db, before?.sequence ?? undefined, AT_ONCE);
    take(some);
    before = some.at(-1);
    if (some.length < AT_ONCE || (before && before.at < since - OUT_OF_ORDER)) break;
  }
  return found;
}
