import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0013-oidc',
    async up(db) {
      await db.schema
        .createTable('oidcArtifacts')
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('idDigest', 'text', (column) => column.notNull())
        .addColumn('clientId', 'text')
        .addColumn('grantId', 'text')
        .addColumn('payload', 'text', (column) => column.notNull())
        .addColumn('consumedAt', 'bigint')
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('oidcArtifactsKey', ['kind', 'idDigest'])
        .execute();
      await db.schema.createIndex('oidcArtifactsByGrant').on('oidcArtifacts').column('grantId').execute();
      await db.schema.createIndex('oidcArtifactsByExpiry').on('oidcArtifacts').column('expiresAt').execute();
      await db.schema
        .createTable('signingKeys')
        .addColumn('kid', 'text', (column) => column.primaryKey().notNull())
        .addColumn('alg', 'text', (column) => column.notNull())
        .addColumn('generation', 'bigint', (column) => column.notNull())
        .addColumn('sealedKey', 'text', (column) => column.notNull())
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .addColumn('signsFrom', 'bigint', (column) => column.notNull())
        .addUniqueConstraint('oneKeyForAGeneration', ['alg', 'generation'])
        .execute();
    },
  },
  {
    name: '0063-artifacts-without-grant-index',
    async up(db) {
      // Nothing is looked up by its grant: a grant that is revoked makes all that hangs on it void.
      await db.schema.dropIndex('oidcArtifactsByGrant').execute();
    },
  },
];
