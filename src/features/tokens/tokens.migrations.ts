import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0005-tokens',
    async up(db) {
      await db.schema
        .createTable('tokens')
        .addColumn('purpose', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('browser', 'text', (column) => column.notNull())
        .addColumn('tokenDigest', 'text', (column) => column.notNull())
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .addColumn('spentAt', 'bigint')
        .addColumn('tries', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('tokensKey', ['purpose', 'subject'])
        .execute();
      await db.schema.createIndex('tokensByExpiry').on('tokens').column('expiresAt').execute();
    },
  },
];
