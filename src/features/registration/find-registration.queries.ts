import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Registration } from './registration.queries.ts';

/** Neither finished nor expired. */
const openRegistrations = (db: Db, now: Instant) =>
  db.selectFrom('registrations').selectAll().where('expiresAt', '>', now).where('completedAt', 'is', null);

/** The newest of the browser's registrations that has not expired, finished or not. */
export const findNewestRegistration = (
  db: Db,
  { browser, now }: { browser: string; now: Instant },
): Promise<Registration | undefined> =>
  db
    .selectFrom('registrations')
    .selectAll()
    .where('browser', '=', browser)
    .where('expiresAt', '>', now)
    .orderBy('resumedAt', 'desc')
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst();

/** A registration of the browser that is neither finished nor expired. */
export const findOpenRegistrationById = (
  db: Db,
  { id, browser, now }: { id: string; browser: string; now: Instant },
): Promise<Registration | undefined> =>
  openRegistrations(db, now).where('id', '=', id).where('browser', '=', browser).executeTakeFirst();

/** An open registration that has this address, of whichever browser: for an operator, never for a page. */
export const findRegistrationToResend = (
  db: Db,
  { id, email, now }: { id: string; email: string; now: Instant },
): Promise<Registration | undefined> =>
  openRegistrations(db, now).where('id', '=', id).where('email', '=', email).executeTakeFirst();

/** The registrations of an address that can still go on, of whichever browser, the newest first: for Customer Care, never for a page. */
export const listOpenRegistrationsOf = (
  db: Db,
  { email, now }: { email: string; now: Instant },
): Promise<Registration[]> =>
  openRegistrations(db, now)
    .where('email', '=', email)
    .orderBy('resumedAt', 'desc')
    .orderBy('createdAt', 'desc')
    .execute();

/** The browser's registrations that can still go on, the newest first. */
export const listOpenRegistrations = (
  db: Db,
  { browser, now }: { browser: string; now: Instant },
): Promise<Registration[]> =>
  openRegistrations(db, now)
    .where('browser', '=', browser)
    .orderBy('resumedAt', 'desc')
    .orderBy('createdAt', 'desc')
    .execute();

/** The browser's registration for an address, whatever has become of it. */
export const findRegistrationFor = (
  db: Db,
  { browser, email }: Pick<Registration, 'browser' | 'email'>,
): Promise<Pick<Registration, 'id'> | undefined> =>
  db
    .selectFrom('registrations')
    .select('id')
    .where('browser', '=', browser)
    .where('email', '=', email)
    .executeTakeFirst();
