import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0036-account-deletions',
    async up(db) {
      await db.schema
        .createTable('accountDeletions')
        .addColumn('accountId', 'text', (column) =>
          column.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('askedAt', 'bigint', (column) => column.notNull())
        .addColumn('dueAt', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('accountDeletionsDue').on('accountDeletions').column('dueAt').execute();
    },
  },
];
