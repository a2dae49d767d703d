import type { Selectable, Updateable } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import { type Db, inBatches, keepQuery } from '../../platform/database/index.ts';
import type { Attempt, AttemptRequest, ProvenServiceAccount, SessionProof } from './attempt.ts';
import type { AttemptsTable } from './sign-in.tables.ts';

export interface ArrivingAttempt {
  id: string;
  serviceId: string;
  request: AttemptRequest;
  interaction: string;
  secret: string;
  session: SessionProof | undefined;
  now: Instant;
  expiresAt: Instant;
}

/** What a step has found was overtaken: the attempt was finished, ended, or went on in another request. */
export class AttemptOver extends Error {
  override name = 'AttemptOver';
}

/**
 * Opens the attempt, or takes the one that goes on: the provider asks again within one authorization
 * request under a new interaction, and the browser gets a new cookie. What was proven in it stays.
 */
export async function saveArrival(db: Db, arriving: ArrivingAttempt): Promise<void> {
  const latest = {
    interaction: arriving.interaction,
    secret: arriving.secret,
    request: JSON.stringify(arriving.request),
    sessionAccountId: arriving.session?.accountId ?? null,
    sessionAuthenticatedAt: arriving.session?.authenticatedAt ?? null,
    sessionMethods: arriving.session?.methods.join(' ') ?? null,
    doneAt: null,
  };
  await db
    .insertInto('attempts')
    .values({
      id: arriving.id,
      serviceId: arriving.serviceId,
      createdAt: arriving.now,
      expiresAt: arriving.expiresAt,
      ...latest,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(latest))
    .execute();
}

const attemptById = keepQuery((db, { id }: { id: string }) =>
  db.selectFrom('attempts').selectAll().where('id', '=', id),
);

export async function findAttempt(db: Db, id: string): Promise<Attempt | undefined> {
  const { rows } = await attemptById(db, { id });
  return rows[0] && attemptOf(rows[0]);
}

/** What a step may write. */
export interface Progress {
  email?: string | null;
  accountId?: string;
  passwordAt?: Instant | null;
  passwordUnder?: string;
  secondFactorAt?: Instant | null;
  emailProvenAt?: Instant | null;
  passkeyAt?: Instant | null;
  serviceAccount?: ProvenServiceAccount | null;
  secret?: string;
}

/**
 * Writes what a step has established, if the attempt still is as the step found it: not done, so that
 * nothing is added to what was judged, and under the same cookie, so that of two passwords one counts.
 * @throws AttemptOver
 */
export async function saveProgress(
  db: Db,
  { id, secret }: Pick<Attempt, 'id' | 'secret'>,
  { serviceAccount, ...rest }: Progress,
): Promise<void> {
  const values: Updateable<AttemptsTable> = {
    ...rest,
    ...(serviceAccount !== undefined && {
      serviceAccount: serviceAccount && JSON.stringify(serviceAccount),
    }),
  };
  const { numUpdatedRows } = await db
    .updateTable('attempts')
    .set(values)
    .where('id', '=', id)
    .where('secret', '=', secret)
    .where('doneAt', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new AttemptOver();
}

/** Consumes the attempt: of two requests that finish it, one wins. */
export async function spendAttempt(
  db: Db,
  { id, secret }: Pick<Attempt, 'id' | 'secret'>,
  now: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('attempts')
    .set({ doneAt: now })
    .where('id', '=', id)
    .where('secret', '=', secret)
    .where('doneAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/**
 * An attempt, for the length of a transaction: nobody removes it meanwhile. It need not be done: where what it came to is
 * not enough, the provider has asked again in this very request, and it goes on. Whatever ends an attempt takes it before
 * the sessions, so the caller does too.
 * @param of whose it has to be; with a service account, that this must be what was proven in it
 */
export async function holdAttempt(
  trx: Db,
  id: string,
  { accountId, serviceAccountId }: { accountId: string; serviceAccountId?: string | undefined },
): Promise<boolean> {
  const held = await trx
    .updateTable('attempts')
    .set((row) => ({ doneAt: row.ref('doneAt') }))
    .where('id', '=', id)
    .returning(['accountId', 'sessionAccountId', 'serviceAccount'])
    .executeTakeFirst();
  if (!held || (held.accountId ?? held.sessionAccountId) !== accountId) return false;
  return serviceAccountId === undefined || JSON.parse(held.serviceAccount ?? '{}').id === serviceAccountId;
}

/**
 * What was proven of a service account in attempts for its service is worth nothing any more: who is still under way proves
 * it anew, and what was finished and not collected yet ends.
 */
export async function forgetProofsOf(
  trx: Db,
  { serviceId, serviceAccountId }: { serviceId: string; serviceAccountId: string },
): Promise<void> {
  const proven = await trx
    .selectFrom('attempts')
    .select(['id', 'serviceAccount'])
    .where('serviceId', '=', serviceId)
    .where('serviceAccount', 'is not', null)
    .execute();
  const ids = proven
    .filter(({ serviceAccount }) => JSON.parse(serviceAccount ?? '{}').id === serviceAccountId)
    .map(({ id }) => id);
  if (ids.length === 0) return;
  await trx.deleteFrom('attempts').where('id', 'in', ids).where('doneAt', 'is not', null).execute();
  await trx.updateTable('attempts').set({ serviceAccount: null }).where('id', 'in', ids).execute();
}

/** Attempts stay for a day after their end, so that their page can still lead back to the service. */
export async function deleteAttemptsBefore(db: Db, expiredBefore: Instant): Promise<void> {
  const expired = db.selectFrom('attempts').select('id').where('expiresAt', '<', expiredBefore);
  await inBatches(async (limit) => {
    const { numDeletedRows } = await db
      .deleteFrom('attempts')
      .where('id', 'in', expired.limit(limit))
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  });
}

function attemptOf(row: Selectable<AttemptsTable>): Attempt {
  return {
    id: row.id,
    serviceId: row.serviceId,
    interaction: row.interaction,
    secret: row.secret,
    request: JSON.parse(row.request),
    session: sessionOf(row),
    email: row.email ?? undefined,
    accountId: row.accountId ?? undefined,
    passwordAt: row.passwordAt ?? undefined,
    passwordUnder: row.passwordUnder ?? undefined,
    secondFactorAt: row.secondFactorAt ?? undefined,
    emailProvenAt: row.emailProvenAt ?? undefined,
    passkeyAt: row.passkeyAt ?? undefined,
    serviceAccount: row.serviceAccount ? JSON.parse(row.serviceAccount) : undefined,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    doneAt: row.doneAt ?? undefined,
  };
}

function sessionOf(row: Selectable<AttemptsTable>): SessionProof | undefined {
  if (row.sessionAccountId === null || row.sessionAuthenticatedAt === null) return undefined;
  return {
    accountId: row.sessionAccountId,
    authenticatedAt: row.sessionAuthenticatedAt,
    methods: row.sessionMethods?.split(' ') ?? [],
  };
}
