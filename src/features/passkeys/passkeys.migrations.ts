import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0040-passkeys',
    async up(db) {
      await db.schema
        .createTable('passkeys')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('accountId', 'text', (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('credentialId', 'text', (column) => column.notNull().unique())
        .addColumn('publicKey', 'text', (column) => column.notNull())
        .addColumn('counter', 'bigint', (column) => column.notNull())
        .addColumn('transports', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('backedUpAt', 'bigint')
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .addColumn('lastUsedAt', 'bigint')
        .execute();
      await db.schema.createIndex('passkeysByAccount').on('passkeys').column('accountId').execute();
      await db.schema
        .createTable('passkeyAnswers')
        .addColumn('challenge', 'text', (column) => column.primaryKey().notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('passkeyAnswersByExpiry')
        .on('passkeyAnswers')
        .column('expiresAt')
        .execute();
    },
  },
];
