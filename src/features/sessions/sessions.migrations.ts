import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0009-sessions',
    async up(db) {
      await db.schema
        .createTable('sessions')
        .addColumn('uid', 'text', (column) => column.primaryKey().notNull())
        .addColumn('idDigest', 'text', (column) => column.notNull().unique())
        .addColumn('accountId', 'text', (column) => column.notNull())
        .addColumn('authenticatedAt', 'bigint', (column) => column.notNull())
        .addColumn('amr', 'text', (column) => column.notNull())
        .addColumn('acr', 'text', (column) => column.notNull())
        .addColumn('browser', 'text')
        .addColumn('address', 'text')
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .addColumn('lastSeenAt', 'bigint', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('sessionsByAccount').on('sessions').column('accountId').execute();
      await db.schema.createIndex('sessionsByExpiry').on('sessions').column('expiresAt').execute();
      await db.schema
        .createTable('sessionServices')
        .addColumn('sessionUid', 'text', (column) => column.notNull())
        .addColumn('clientId', 'text', (column) => column.notNull())
        .addColumn('grantId', 'text', (column) => column.notNull().unique())
        .addColumn('sid', 'text', (column) => column.notNull())
        .addColumn('serviceAccountId', 'text')
        .addColumn('openedAt', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('oneGrantForAService', ['sessionUid', 'clientId'])
        .execute();
      await db.schema
        .createIndex('sessionServicesByServiceAccount')
        .on('sessionServices')
        .columns(['clientId', 'serviceAccountId'])
        .execute();
      await db.schema
        .createTable('logoutNotices')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('clientId', 'text', (column) => column.notNull())
        .addColumn('accountId', 'text', (column) => column.notNull())
        .addColumn('sid', 'text', (column) => column.notNull())
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .addColumn('dueAt', 'bigint')
        .addColumn('tries', 'bigint', (column) => column.notNull())
        .addColumn('lastFault', 'text')
        .addColumn('abandonedAt', 'bigint')
        .execute();
      await db.schema.createIndex('logoutNoticesDue').on('logoutNotices').columns(['dueAt']).execute();
    },
  },
  {
    name: '0022-session-second-factor',
    async up(db) {
      await db.schema.alterTable('sessions').addColumn('secondFactorAt', 'bigint').execute();
    },
  },
];
