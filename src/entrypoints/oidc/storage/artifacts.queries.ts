import type { Instant } from '../../../kernel/index.ts';
import { type Db, inBatches, keepQuery } from '../../../platform/database/index.ts';
import type { OidcArtifactsTable } from '../oidc.tables.ts';

export interface ArtifactKey {
  kind: string;
  idDigest: string;
}

const artifactByKey = keepQuery((db, { kind, idDigest }: ArtifactKey) =>
  db.selectFrom('oidcArtifacts').selectAll().where('kind', '=', kind).where('idDigest', '=', idDigest),
);

export const findArtifact = async (db: Db, key: ArtifactKey): Promise<OidcArtifactsTable | undefined> =>
  (await artifactByKey(db, key)).rows[0];

type NewArtifact = Omit<OidcArtifactsTable, 'consumedAt'>;

const upsertArtifact = keepQuery(
  (db, { kind, idDigest, clientId, grantId, payload, expiresAt }: NewArtifact) =>
    db
      .insertInto('oidcArtifacts')
      .values({ kind, idDigest, clientId, grantId, payload, consumedAt: null, expiresAt })
      .onConflict((conflict) => conflict.columns(['kind', 'idDigest']).doUpdateSet({ payload, expiresAt })),
);

export async function saveArtifact(db: Db, artifact: NewArtifact): Promise<void> {
  await upsertArtifact(db, artifact);
}

const consumeArtifact = keepQuery((db, { kind, idDigest, now }: ArtifactKey & { now: Instant }) =>
  db
    .updateTable('oidcArtifacts')
    .set({ consumedAt: now })
    .where('kind', '=', kind)
    .where('idDigest', '=', idDigest)
    .where('consumedAt', 'is', null),
);

/** Single use: of any number of requests with the same code or token, one wins. */
export const spendArtifact = async (db: Db, key: ArtifactKey, now: Instant): Promise<boolean> =>
  (await consumeArtifact(db, { ...key, now })).numAffectedRows === 1n;

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
