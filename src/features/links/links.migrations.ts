import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0007-links',
    async up(db) {
      await db.schema
        .createTable('links')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('accountId', 'text', (column) => column.notNull())
        .addColumn('serviceId', 'text', (column) => column.notNull())
        .addColumn('serviceAccountId', 'text', (column) => column.notNull())
        .addColumn('username', 'text', (column) => column.notNull())
        .addColumn('displayName', 'text')
        .addColumn('secondFactorRequiredAt', 'bigint')
        .addColumn('ownerKey', 'text', (column) => column.notNull())
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .addColumn('lastUsedAt', 'bigint')
        .addUniqueConstraint('oneLinkForAService', ['accountId', 'serviceId'])
        .addUniqueConstraint('oneOwner', ['serviceId', 'ownerKey'])
        .execute();
      await db.schema
        .createIndex('linksByServiceAccount')
        .on('links')
        .columns(['serviceId', 'serviceAccountId'])
        .execute();
      await db.schema
        .createTable('serviceSignals')
        .addColumn('serviceId', 'text', (column) => column.notNull())
        .addColumn('signalId', 'text', (column) => column.notNull())
        .addColumn('accountIds', 'text', (column) => column.notNull())
        .addColumn('receivedAt', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('serviceSignalsKey', ['serviceId', 'signalId'])
        .execute();
      await db.schema.createIndex('serviceSignalsByAge').on('serviceSignals').column('receivedAt').execute();
    },
  },
  {
    name: '0016-ended-links',
    async up(db) {
      await db.schema
        .createTable('endedLinks')
        .addColumn('accountId', 'text', (column) => column.notNull())
        .addColumn('serviceId', 'text', (column) => column.notNull())
        .addColumn('endedAt', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('endedLinksKey', ['accountId', 'serviceId'])
        .execute();
    },
  },
  {
    // Who has proven a service account that is linked to somebody else.
    name: '0051-contested-links',
    async up(db) {
      await db.schema
        .createTable('contestedLinks')
        .addColumn('accountId', 'text', (column) => column.notNull())
        .addColumn('serviceId', 'text', (column) => column.notNull())
        .addColumn('serviceAccountId', 'text', (column) => column.notNull())
        .addColumn('username', 'text', (column) => column.notNull())
        .addColumn('displayName', 'text')
        .addColumn('secondFactorRequiredAt', 'bigint')
        .addColumn('provenAt', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('contestedLinksKey', ['accountId', 'serviceId'])
        .execute();
      await db.schema.createIndex('contestedLinksByAge').on('contestedLinks').column('provenAt').execute();
    },
  },
];
