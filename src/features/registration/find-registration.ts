import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import {
  findNewestRegistration,
  findOpenRegistrationById,
  listOpenRegistrations,
} from './find-registration.queries.ts';
import type { Registration } from './registration.queries.ts';
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

/** A registration of this browser that can still go on, newest or not. */
export const findOpenRegistration = (
  { db, clock, sealing }: Deps,
  { browser, id }: { browser: string; id: string },
): Promise<Registration | undefined> =>
  findOpenRegistrationById(db, { id, browser: browserDigest(sealing, browser), now: clock.now() });

/** All registrations of this browser that can still go on, the one that its pages show first. */
export const openRegistrationsOf = (
  { db, clock, sealing }: Deps,
  { browser }: { browser: string },
): Promise<Registration[]> =>
  listOpenRegistrations(db, { browser: browserDigest(sealing, browser), now: clock.now() });
