import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0023-notices',
    async up(db) {
      await db.schema
        .createTable('notices')
        .addColumn('secretDigest', 'text', (column) => column.primaryKey().notNull())
        .addColumn('accountId', 'text', (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('change', 'text', (column) => column.notNull())
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .addColumn('usedAt', 'bigint')
        .execute();
      await db.schema.createIndex('noticesByExpiry').on('notices').column('expiresAt').execute();
    },
  },
  {
    // For those that are voided, and those that go with their account.
    name: '0052-notices-by-account',
    async up(db) {
      await db.schema
        .createIndex('noticesByAccount')
        .on('notices')
        .columns(['accountId', 'createdAt'])
        .execute();
    },
  },
];
