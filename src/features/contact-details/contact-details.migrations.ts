import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0034-phone-changes',
    async up(db) {
      await db.schema
        .createTable('phoneChanges')
        .addColumn('accountId', 'text', (column) =>
          column.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('phone', 'text', (column) => column.notNull())
        .addColumn('place', 'text', (column) => column.notNull())
        .addColumn('tokenSentAt', 'bigint', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('phoneChangesByExpiry').on('phoneChanges').column('expiresAt').execute();
    },
  },
];
