import type { Clock, Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { MessageState } from './message-state.ts';
import { countByState, findOldestDue, listEventsLearned } from './operating.queries.ts';

export interface MessageCounts {
  states: { state: MessageState; channel: string; count: number }[];
  /** For how many milliseconds the message that is longest due has waited; 0 where none is due. */
  oldestDue: number;
  /** Events since the look before. */
  events: { what: string; domain: string; count: number }[];
}

/** A transaction may commit a little after the instant that it bears. */
const SETTLED_AFTER = 5000;
const PAGE = 10_000;
/** So many domains have a name of their own; strangers can type any number. */
const NAMED = 20;
/** Of how many mails we must know that they were taken there before a domain is named. */
const KNOWN_FROM = 10;

/** Counts what the metrics tell. Each look goes on where the one before has ended. */
export function openMessageCounts({ db, clock }: { db: Db; clock: Clock }): {
  look(): Promise<MessageCounts>;
} {
  let after: { learnedAt: Instant; id: string } = { learnedAt: clock.now(), id: '' };
  const nameOf = domainNames();
  return {
    async look() {
      const now = clock.now();
      const learned = await listEventsLearned(db, { after, until: now - SETTLED_AFTER, limit: PAGE });
      const counts = new Map<string, MessageCounts['events'][number]>();
      for (const event of learned) {
        const domain = nameOf(event);
        const key = `${event.what} ${domain}`;
        const known = counts.get(key) ?? { what: event.what, domain, count: 0 };
        counts.set(key, { ...known, count: known.count + 1 });
      }
      const last = learned.at(-1);
      if (last) after = { learnedAt: last.learnedAt, id: last.id };
      const oldest = await findOldestDue(db, now);
      return {
        states: await countByState(db),
        oldestDue: oldest === undefined ? 0 : now - oldest,
        events: [...counts.values()],
      };
    },
  };
}

/** Names the first domains that have taken some mail of ours, and calls all others `other`. */
function domainNames(): (event: { what: string; recipient: string; channel: string }) => string {
  const taken = new Map<string, number>();
  const named = new Set<string>();
  return ({ what, recipient, channel }) => {
    if (channel === 'sms') return 'sms';
    const domain = recipient.slice(recipient.indexOf('@') + 1);
    if (named.has(domain)) return domain;
    if (named.size >= NAMED || what !== 'sent') return 'other';
    const count = (taken.get(domain) ?? 0) + 1;
    // Bounded too: whoever types many domains starts the count of the others anew, and nothing else.
    if (taken.size > 10 * PAGE) taken.clear();
    taken.set(domain, count);
    if (count >= KNOWN_FROM) named.add(domain);
    return 'other';
  };
}
