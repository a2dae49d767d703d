import type { Selectable, Updateable } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { RegistrationsTable } from './registration.tables.ts';

export type Registration = Selectable<RegistrationsTable>;

/** Makes the browser's open registration for this address its newest; false where it has none. */
export async function resumeRegistration(
  db: Db,
  r: { browser: string; email: string; attemptId: string | null; now: Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('registrations')
    .set({ resumedAt: r.now, ...(r.attemptId !== null && { attemptId: r.attemptId }) })
    .where('browser', '=', r.browser)
    .where('email', '=', r.email)
    .where('expiresAt', '>', r.now)
    .where('completedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/**
 * Gives an open registration another address, in the place of the browser's registration `inPlaceOf`.
 * @param m `secondFactor` where the new address leaves no choice
 * @returns false where it has ended, has got another address, or another one has begun for that address meanwhile
 */
export async function moveRegistration(
  trx: Db,
  m: {
    id: string;
    from: string;
    to: string;
    inPlaceOf: string | undefined;
    now: Instant;
    secondFactor?: string;
  },
): Promise<boolean> {
  // Both rows in the order of their ids: two that take each other's place must not wait for each other for ever.
  for (const id of [m.id, m.inPlaceOf].filter((one) => one !== undefined).sort())
    await lockRegistration(trx, id);
  if (m.inPlaceOf !== undefined) await deleteRegistration(trx, m.inPlaceOf);
  try {
    const { numUpdatedRows } = await trx
      .updateTable('registrations')
      .set({ email: m.to, resumedAt: m.now, ...(m.secondFactor && { secondFactor: m.secondFactor }) })
      .where('id', '=', m.id)
      .where('email', '=', m.from)
      .where('expiresAt', '>', m.now)
      .where('completedAt', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  } catch (fault) {
    if ((fault as { code?: string }).code === UNIQUE_VIOLATION) return false;
    throw fault;
  }
}

/** PostgreSQL's. On SQLite nothing begins while a transaction goes on. */
const UNIQUE_VIOLATION = '23505';

const lockRegistration = (trx: Db, id: string): Promise<unknown> =>
  trx
    .updateTable('registrations')
    .set((row) => ({ resumedAt: row.ref('resumedAt') }))
    .where('id', '=', id)
    .execute();

/** Begins a registration in the place of a finished or expired one; of several at once, one is begun. */
export async function beginRegistration(
  trx: Db,
  r: Pick<Registration, 'id' | 'browser' | 'email' | 'attemptId' | 'sealedPin' | 'createdAt' | 'expiresAt'>,
): Promise<void> {
  await trx
    .deleteFrom('registrations')
    .where('browser', '=', r.browser)
    .where('email', '=', r.email)
    .where((row) => row.or([row('expiresAt', '<=', r.createdAt), row('completedAt', 'is not', null)]))
    .execute();
  await trx
    .insertInto('registrations')
    .values({ ...r, ...NOTHING_YET, resumedAt: r.createdAt })
    .onConflict((conflict) => conflict.columns(['browser', 'email']).doNothing())
    .execute();
}

const NOTHING_YET = {
  firstName: null,
  lastName: null,
  phone: null,
  contactAt: null,
  passwordHash: null,
  passwordSetAt: null,
  passwordExpiration: null,
  passwordExpiresAt: null,
  secondFactor: null,
  questions: null,
  tokenSentAt: null,
  completedAt: null,
};

/**
 * Keeps what a step has accepted.
 * @param open its address, or its names, are given where what is kept holds for those only
 * @returns false where the registration has ended, or has got another address or other names meanwhile
 */
export async function updateOpenRegistration(
  db: Db,
  { id, now, email, names }: OpenRegistration,
  progress: Updateable<RegistrationsTable>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('registrations')
    .set(progress)
    .where('id', '=', id)
    .where('expiresAt', '>', now)
    .where('completedAt', 'is', null)
    .$if(email !== undefined, (update) => update.where('email', '=', email ?? ''))
    .$if(names !== undefined, (update) =>
      update
        .where('firstName', 'is not distinct from', names?.firstName ?? null)
        .where('lastName', 'is not distinct from', names?.lastName ?? null),
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

interface OpenRegistration {
  id: string;
  now: Instant;
  email?: string;
  names?: Pick<Registration, 'firstName' | 'lastName'>;
}

/**
 * Completes a registration that lacks nothing: of several at once, one wins.
 * @param whole `email` is the address that its token was mailed to
 * @returns it as it was that instant. What is saved after it finds the registration ended, so nothing that
 * a page has confirmed is left out
 */
export async function claimWholeRegistration(
  trx: Db,
  { id, email, now }: { id: string; email: string; now: Instant },
): Promise<WholeRegistration | undefined> {
  const claimed = await trx
    .updateTable('registrations')
    .set({ completedAt: now })
    .where('id', '=', id)
    .where('email', '=', email)
    .where('expiresAt', '>', now)
    .where('completedAt', 'is', null)
    // The token is asked for last, but its page could be posted to first.
    .where('contactAt', 'is not', null)
    .where('passwordHash', 'is not', null)
    .where('secondFactor', 'is not', null)
    .where('questions', 'is not', null)
    .returningAll()
    .executeTakeFirst();
  return claimed as WholeRegistration | undefined;
}

/** A registration with no step missing. */
export type WholeRegistration = Registration & {
  [Field in 'firstName' | 'lastName' | 'passwordHash' | 'passwordExpiration']: string;
} & { passwordSetAt: number };

/** What was secret belongs to the account from now on, and to nothing else. */
export async function clearSecrets(trx: Db, id: string): Promise<void> {
  await trx
    .updateTable('registrations')
    .set({ sealedPin: null, passwordHash: null, questions: null })
    .where('id', '=', id)
    .execute();
}

/** Ends a registration without an account. */
export async function deleteRegistration(trx: Db, id: string): Promise<void> {
  await trx.deleteFrom('registrations').where('id', '=', id).execute();
}

export async function deleteExpiredRegistrations(db: Db, now: Instant): Promise<void> {
  await db.deleteFrom('registrations').where('expiresAt', '<=', now).execute();
}
