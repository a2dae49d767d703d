import type { Clock, Instant } from '../../kernel/index.ts';
import { minutes } from '../../kernel/index.ts';
import { type Db, inChunks } from '../../platform/database/index.ts';
import type { SessionLimits } from './session.ts';
import { noteSeen } from './sessions.queries.ts';

/** Remembers which sessions were used, and writes it down once a minute rather than at each request. */
export interface Sightings {
  note(uid: string): void;
  /** When the session was last used, as far as this node knows. */
  latest(uid: string, stored: Instant): Instant;
  /** Writes what was gathered. */
  write(): Promise<void>;
}

export function gatherSightings({ db, clock }: { db: Db; clock: Clock }): Sightings {
  let seen = new Map<string, Instant>();
  return {
    note: (uid) => {
      seen.set(uid, clock.now());
    },
    latest: (uid, stored) => Math.max(stored, seen.get(uid) ?? 0),
    async write() {
      const uids = [...seen.keys()];
      for (const some of inChunks(uids)) await noteSeen(db, some, clock.now());
      // What was seen while this was written stays for the next time; the written values are no older.
      const written = new Set(uids);
      seen = new Map([...seen].filter(([uid]) => !written.has(uid)));
    },
  };
}

/** How often sightings are written: often enough that a short idle limit is still kept. */
export const sightingsInterval = ({ idle }: SessionLimits): number => Math.min(minutes(1), idle / 10);
