import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0057-kept-pages',
    async up(db) {
      await db.schema
        .createTable('keptPages')
        .addColumn('browserDigest', 'text', (column) => column.primaryKey().notNull())
        .addColumn('sealed', 'text', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('keptPagesByExpiry').on('keptPages').column('expiresAt').execute();
    },
  },
];
