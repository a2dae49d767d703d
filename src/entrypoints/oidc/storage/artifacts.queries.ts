import type { Instant } from '../../../kernel/index.ts';
import { type Db, inBatches } from '../../../platform/database/index.ts';
import type { OidcArtifactsTable } from '../oidc.tables.ts';

export interface ArtifactKey {
  kind: string;
  idDigest: string;
}

export async function findArtifact(db: Db, key: ArtifactKey): Promise<OidcArtifactsTable | undefined> {
  return db
    .selectFrom('oidcArtifacts')
    .selectAll()
    .where('kind', '=', key.kind)
    .where('idDigest', '=', key.idDigest)
    .executeTakeFirst();
}

export async function saveArtifact(db: Db, artifact: Omit<OidcArtifactsTable, 'consumedAt'>): Promise<void> {
  const { payload, expiresAt } = artifact;
  await db
    .insertInto('oidcArtifacts')
    .values({ ...artifact, consumedAt: null })
    .onConflict((conflict) => conflict.columns(['kind', 'idDigest']).doUpdateSet({ payload, expiresAt }))
    .execute();
}

/** Single use: of any number of requests with the same code or token, one wins. */
export async function spendArtifact(db: Db, key: ArtifactKey, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('oidcArtifacts')
    .set({ consumedAt: now })
    .where('kind', '=', key.kind)
    .where('idDigest', '=', key.idDigest)
    .where('consumedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function deleteArtifact(db: Db, key: ArtifactKey): Promise<void> {
  await db
    .deleteFrom('oidcArtifacts')
    .where('kind', '=', key.kind)
    .where('idDigest', '=', key.idDigest)
    .execute();
}

/** What was in it is gone; that there was one, and for which client, is known until it expires. */
export async function emptyArtifact(db: Db, key: ArtifactKey): Promise<void> {
  await db
    .updateTable('oidcArtifacts')
    .set({ payload: '' })
    .where('kind', '=', key.kind)
    .where('idDigest', '=', key.idDigest)
    .execute();
}

export async function deleteArtifactsOfGrant(db: Db, kind: string, grantId: string): Promise<void> {
  await db.deleteFrom('oidcArtifacts').where('kind', '=', kind).where('grantId', '=', grantId).execute();
}

/** Interactions stay longer, so that an expired one still leads back to its service. */
export async function deleteExpiredArtifacts(
  db: Db,
  { now, interactionsBefore }: { now: Instant; interactionsBefore: Instant },
): Promise<void> {
  const expired = db
    .selectFrom('oidcArtifacts')
    .select(['kind', 'idDigest'])
    .where('expiresAt', '<', now)
    .where((row) => row.or([row('kind', '!=', 'Interaction'), row('expiresAt', '<', interactionsBefore)]));
  await inBatches(async (limit) => {
    const { numDeletedRows } = await db
      .deleteFrom('oidcArtifacts')
      .where(({ eb, refTuple }) =>
        eb(refTuple('kind', 'idDigest'), 'in', expired.limit(limit).$asTuple('kind', 'idDigest')),
      )
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  });
}
