import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0002-passwords',
    async up(db) {
      await db.schema
        .createTable('passwords')
        .addColumn('accountId', 'text', (column) =>
          column.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('hash', 'text', (column) => column.notNull())
        .addColumn('setAt', 'bigint', (column) => column.notNull())
        .addColumn('expiration', 'text', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint')
        .execute();
    },
  },
  {
    name: '0065-suspended-passwords',
    async up(db) {
      await db.schema.alterTable('passwords').addColumn('suspendedAt', 'bigint').execute();
    },
  },
];
