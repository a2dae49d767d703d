import type { Instant } from '../../kernel/index.ts';
import { type Db, keepQuery } from '../../platform/database/index.ts';
import type { OpenedService, Session, SignInProof } from './session.ts';
import type { SessionServicesTable, SessionsTable } from './sessions.tables.ts';

const serviceColumns = ['clientId', 'grantId', 'sid', 'serviceAccountId'] as const;

/** A session's row with one of its services; no services give one row without. */
type Row = SessionsTable & {
  [Column in (typeof serviceColumns)[number]]: SessionServicesTable[Column] | null;
};

const sessionBy = (column: 'sessions.uid' | 'sessions.idDigest') =>
  keepQuery((db, { value }: { value: string }) =>
    db
      .selectFrom('sessions')
      .leftJoin('sessionServices', 'sessionServices.sessionUid', 'sessions.uid')
      .selectAll('sessions')
      .select(serviceColumns.map((column) => `sessionServices.${column}` as const))
      .where(column, '=', value),
  );

const sessionByUid = sessionBy('sessions.uid');
const sessionByIdDigest = sessionBy('sessions.idDigest');

export async function findSession(
  db: Db,
  key: { uid: string } | { idDigest: string },
): Promise<Session | undefined> {
  const { rows } =
    'uid' in key
      ? await sessionByUid(db, { value: key.uid })
      : await sessionByIdDigest(db, { value: key.idDigest });
  return sessionOf(rows);
}

export async function listSessionsOf(db: Db, accountId: string): Promise<Session[]> {
  const rows = await db
    .selectFrom('sessions')
    .leftJoin('sessionServices', 'sessionServices.sessionUid', 'sessions.uid')
    .selectAll('sessions')
    .select(serviceColumns.map((column) => `sessionServices.${column}` as const))
    .where('sessions.accountId', '=', accountId)
    .orderBy('sessions.createdAt', 'desc')
    .execute();
  return [...Map.groupBy(rows, (row) => row.uid).values()].flatMap((group) => sessionOf(group) ?? []);
}

/** Which sessions of one service. */
export interface ServiceSessions {
  clientId: string;
  /** Undefined where only the accounts say which. */
  serviceAccountId: string | undefined;
  accountIds: readonly string[];
}

/** Sessions of these accounts, and those in which a service was opened with this service account. */
export async function listSessionKeys(
  db: Db,
  which: ServiceSessions,
): Promise<{ uid: string; accountId: string }[]> {
  const { clientId, serviceAccountId, accountIds } = which;
  const sessions = db.selectFrom('sessions').select(['uid', 'accountId']);
  if (serviceAccountId === undefined) {
    return accountIds.length === 0 ? [] : sessions.where('accountId', 'in', accountIds).execute();
  }
  const opened = db
    .selectFrom('sessionServices')
    .select('sessionUid')
    .where('clientId', '=', clientId)
    .where('serviceAccountId', '=', serviceAccountId);
  return sessions
    .where((row) => {
      const isOpened = row('uid', 'in', opened);
      return accountIds.length === 0 ? isOpened : row.or([isOpened, row('accountId', 'in', accountIds)]);
    })
    .execute();
}

export async function insertSession(
  db: Db,
  { amr, ...session }: Omit<SessionsTable, 'amr' | 'secondFactorAt'> & { amr: string[] },
): Promise<void> {
  await db
    .insertInto('sessions')
    .values({ ...session, amr: amr.join(' '), secondFactorAt: null })
    .execute();
}

/** The person proved themselves again: the session goes on under a new id. False where it has ended meanwhile. */
export async function renewSession(
  db: Db,
  uid: string,
  { amr, ...renewed }: SignInProof & { idDigest: string; lastSeenAt: Instant; expiresAt: Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    // The sign-in itself says from now on when a factor was given.
    .set({ ...renewed, amr: amr.join(' '), secondFactorAt: null })
    .where('uid', '=', uid)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/**
 * The session, for the length of a transaction: nobody ends it meanwhile. False where it has ended, or goes on under another
 * id than one of these (digests).
 */
export async function holdSession(trx: Db, uid: string, under: readonly string[]): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('sessions')
    .set((row) => ({ createdAt: row.ref('createdAt') }))
    .where('uid', '=', uid)
    .where('idDigest', 'in', under)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** What was proven in the session since it began, and the id under which it goes on with that. */
export async function saveProof(
  trx: Db,
  uid: string,
  proof: Partial<Pick<SessionsTable, 'idDigest' | 'authenticatedAt' | 'amr' | 'acr' | 'secondFactorAt'>>,
): Promise<void> {
  await trx.updateTable('sessions').set(proof).where('uid', '=', uid).execute();
}

/** The same, where the session still has one of these ids (digests). False where it has another one, or has ended. */
export async function saveProofUnder(
  trx: Db,
  { uid, under }: { uid: string; under: readonly string[] },
  proof: Parameters<typeof saveProof>[2],
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('sessions')
    .set(proof)
    .where('uid', '=', uid)
    .where('idDigest', 'in', under)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/**
 * When a second factor was last given in the session, at its sign-in or for a change since.
 * @param under only where the session has one of these ids (digests)
 */
export async function findSecondFactorTime(
  db: Db,
  uid: string,
  under?: readonly string[],
): Promise<Instant | undefined> {
  const session = await db
    .selectFrom('sessions')
    .select(['acr', 'authenticatedAt', 'secondFactorAt'])
    .where('uid', '=', uid)
    .$if(under !== undefined, (query) => query.where('idDigest', 'in', under ?? []))
    .executeTakeFirst();
  if (!session) return undefined;
  return session.secondFactorAt ?? (session.acr === 'aal2' ? session.authenticatedAt : undefined);
}

/** One statement for everybody who was seen. */
export async function noteSeen(db: Db, uids: readonly string[], seenAt: Instant): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ lastSeenAt: seenAt })
    .where('uid', 'in', uids)
    .where('lastSeenAt', '<', seenAt)
    .execute();
}

function sessionOf(rows: readonly Row[]): Session | undefined {
  const [first] = rows;
  return (
    first && {
      uid: first.uid,
      accountId: first.accountId,
      authenticatedAt: first.authenticatedAt,
      amr: first.amr.split(' '),
      acr: first.acr,
      browser: first.browser ?? undefined,
      address: first.address ?? undefined,
      createdAt: first.createdAt,
      lastSeenAt: first.lastSeenAt,
      expiresAt: first.expiresAt,
      services: new Map(rows.flatMap(serviceOf)),
    }
  );
}

const serviceOf = ({ clientId, grantId, sid, serviceAccountId }: Row): [string, OpenedService][] =>
  clientId !== null && grantId !== null && sid !== null
    ? [[clientId, { grantId, sid, ...(serviceAccountId !== null && { serviceAccountId }) }]]
    : [];
