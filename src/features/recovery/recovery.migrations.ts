import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0030-recoveries',
    async up(db) {
      await db.schema
        .createTable('recoveries')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('browser', 'text', (column) => column.notNull())
        .addColumn('secret', 'text', (column) => column.notNull())
        .addColumn('email', 'text', (column) => column.notNull())
        .addColumn('attemptId', 'text')
        .addColumn('channel', 'text')
        .addColumn('tokenSentAt', 'bigint')
        .addColumn('tokenProvenAt', 'bigint')
        .addColumn('accountId', 'text')
        .addColumn('answersProvenAt', 'bigint')
        .addColumn('secondFactorAt', 'bigint')
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .addColumn('doneAt', 'bigint')
        .execute();
      await db.schema.createIndex('recoveriesByEmail').on('recoveries').column('email').execute();
      await db.schema.createIndex('recoveriesByExpiry').on('recoveries').column('expiresAt').execute();
    },
  },
];
