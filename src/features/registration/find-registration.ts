import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { findNewestRegistration, type Registration } from './registration.queries.ts';
import { browserDigest } from './registration.ts';

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest'>;
}

/** The registration that this browser's pages show: the newest one, until it expires. Never a look-up by address. */
export const findRegistration = (
  { db, clock, sealing }: Deps,
  { browser }: { browser: string },
): Promise<Registration | undefined> =>
  findNewestRegistration(db, { browser: browserDigest(sealing, browser), now: clock.now() });
