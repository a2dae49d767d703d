import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { saveLastUse } from './links.queries.ts';

/** When links were last used, gathered in memory so that a single sign-on writes nothing for it. */
export interface LinkUse {
  noteLinkUsed(linkId: string): void;
  /** Writes what has been gathered. The worker calls it once a minute and when it stops; a crash loses a minute. */
  flush(): Promise<void>;
}

/** Fewer than any database's limit of parameters in a statement. */
const AT_ONCE = 500;

export function gatherLinkUse({ db, clock }: { db: Db; clock: Clock }): LinkUse {
  let used = new Set<string>();
  return {
    noteLinkUsed: (linkId) => void used.add(linkId),
    async flush() {
      const unwritten = used;
      used = new Set();
      const at = clock.now();
      try {
        for (const linkIds of chunks([...unwritten])) await saveLastUse(db, linkIds, at);
      } catch (fault) {
        for (const linkId of unwritten) used.add(linkId);
        throw fault;
      }
    },
  };
}

function* chunks(linkIds: string[]): Generator<string[]> {
  for (let start = 0; start < linkIds.length; start += AT_ONCE) yield linkIds.slice(start, start + AT_ONCE);
}
