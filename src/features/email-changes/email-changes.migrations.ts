import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0032-email-changes',
    async up(db) {
      await db.schema
        .createTable('emailChanges')
        .addColumn('accountId', 'text', (column) =>
          column.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('email', 'text', (column) => column.notNull())
        .addColumn('place', 'text', (column) => column.notNull())
        .addColumn('tokenSentAt', 'bigint', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('emailChangesByExpiry').on('emailChanges').column('expiresAt').execute();
    },
  },
  {
    name: '0033-email-undos',
    async up(db) {
      await db.schema
        .createTable('emailUndos')
        .addColumn('secretDigest', 'text', (column) => column.primaryKey().notNull())
        .addColumn('accountId', 'text', (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('email', 'text', (column) => column.notNull())
        .addColumn('fromEmail', 'text', (column) => column.notNull())
        .addColumn('leftAt', 'bigint', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('emailUndosByAccount').on('emailUndos').column('accountId').execute();
      await db.schema.createIndex('emailUndosByExpiry').on('emailUndos').column('expiresAt').execute();
    },
  },
  {
    name: '0054-undone-emails',
    async up(db) {
      await db.schema
        .createTable('undoneEmails')
        .addColumn('accountId', 'text', (column) =>
          column.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('email', 'text', (column) => column.notNull())
        .addColumn('undoneAt', 'bigint', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('undoneEmailsByExpiry').on('undoneEmails').column('expiresAt').execute();
    },
  },
];
