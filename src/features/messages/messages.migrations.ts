import { sql } from 'kysely';
import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0010-messages',
    async up(db) {
      await db.schema
        .createTable('messages')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('recipient', 'text', (column) => column.notNull())
        .addColumn('about', 'text', (column) => column.notNull())
        .addColumn('sealedFields', 'text')
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .addColumn('dueAt', 'bigint', (column) => column.notNull())
        .addColumn('notAfter', 'bigint', (column) => column.notNull())
        .addColumn('leasedUntil', 'bigint')
        .addColumn('tries', 'bigint', (column) => column.notNull().defaultTo(0))
        .addColumn('sentKind', 'text')
        .addColumn('sentSubject', 'text')
        .addColumn('sentAt', 'bigint')
        .execute();
      await db.schema.createIndex('messagesDue').on('messages').columns(['state', 'dueAt']).execute();
      await db.schema.createIndex('messagesByAbout').on('messages').columns(['about', 'createdAt']).execute();
      await db.schema
        .createTable('messageEvents')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('messageId', 'text', (column) => column.notNull())
        .addColumn('try', 'bigint', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('what', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('code', 'text')
        .addColumn('words', 'text')
        .execute();
      await db.schema
        .createIndex('messageEventsByMessage')
        .on('messageEvents')
        .columns(['messageId', 'at'])
        .execute();
    },
  },
  {
    name: '0014-message-delivery',
    async up(db) {
      await db.schema
        .alterTable('messages')
        .addColumn('channel', 'text', (column) => column.notNull().defaultTo('email'))
        .execute();
      await db.schema.alterTable('messages').addColumn('learnedAt', 'bigint').execute();
      await db.schema
        .createIndex('messagesByRecipient')
        .on('messages')
        .columns(['recipient', 'createdAt'])
        .execute();
      for (const column of ['server', 'wordKey'] as const) {
        await db.schema.alterTable('messageEvents').addColumn(column, 'text').execute();
      }
      await db.schema.alterTable('messageEvents').addColumn('learnedAt', 'bigint').execute();
      // Null for our own steps, and nulls are never alike.
      await db.schema
        .createIndex('messageEventsOnce')
        .unique()
        .on('messageEvents')
        .columns(['messageId', 'wordKey'])
        .execute();
      // Waiting and to be tried again were one state before.
      await sql`update messages set state = 'deferred' where state = 'queued' and tries > 0`.execute(db);
    },
  },
  {
    name: '0015-undeliverable-addresses',
    async up(db) {
      await db.schema
        .createTable('undeliverableAddresses')
        .addColumn('address', 'text', (column) => column.primaryKey().notNull())
        .addColumn('since', 'bigint', (column) => column.notNull())
        .addColumn('messageId', 'text', (column) => column.notNull())
        .execute();
      // For the metrics, which read on from where they were.
      await db.schema
        .createIndex('messageEventsByLearnedAt')
        .on('messageEvents')
        .columns(['learnedAt', 'id'])
        .execute();
    },
  },
  {
    name: '0060-message-reference',
    async up(db) {
      await db.schema.alterTable('messages').addColumn('reference', 'text').execute();
    },
  },
  {
    name: '0061-messages-that-were-read',
    async up(db) {
      await db.schema.alterTable('messages').addColumn('readAt', 'bigint').execute();
    },
  },
  {
    name: '0062-messages-of-accounts',
    async up(db) {
      await db.schema.alterTable('messages').addColumn('accountId', 'text').execute();
      await db.schema.createIndex('messagesByAccount').on('messages').column('accountId').execute();
    },
  },
];
