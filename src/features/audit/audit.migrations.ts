import { sql } from 'kysely';
import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0012-audit',
    async up(db) {
      await db.schema
        .createTable('auditEvents')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('what', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('whom', 'text')
        .addColumn('serviceId', 'text')
        .addColumn('from', 'text')
        .addColumn('outcome', 'text', (column) => column.notNull())
        .addColumn('reference', 'text')
        .execute();
      await db.schema.createIndex('auditEventsByWho').on('auditEvents').columns(['who', 'at']).execute();
      await db.schema.createIndex('auditEventsByWhom').on('auditEvents').columns(['whom', 'at']).execute();
    },
  },
  {
    // A chain of hashes over the events, and the order in which an account's own are read.
    name: '0035-audit-chain',
    async up(db) {
      await db.schema.alterTable('auditEvents').addColumn('sequence', 'bigint').execute();
      for (const column of ['hash', 'fromDigest'] as const) {
        await db.schema.alterTable('auditEvents').addColumn(column, 'text').execute();
      }
      await db.schema
        .createIndex('auditEventsBySequence')
        .unique()
        .on('auditEvents')
        .column('sequence')
        .execute();
      await db.schema
        .createIndex('auditEventsUnsealed')
        .on('auditEvents')
        .columns(['at', 'id'])
        .where(sql.ref('sequence'), 'is', null)
        .execute();
      for (const [index, column] of [
        ['auditEventsByWho', 'who'],
        ['auditEventsByWhom', 'whom'],
      ] as const) {
        await db.schema.dropIndex(index).execute();
        await db.schema.createIndex(index).on('auditEvents').columns([column, 'at', 'id']).execute();
      }
      await db.schema
        .createTable('auditChain')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('sequence', 'bigint', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .addColumn('sealedAt', 'bigint')
        .addColumn('mac', 'text')
        .addColumn('sealedKey', 'text', (column) => column.notNull())
        .addColumn('leasedUntil', 'bigint')
        .execute();
    },
  },
  {
    // Why an agent of Customer Care did something.
    name: '0051-audit-reason',
    async up(db) {
      for (const column of ['reason', 'reasonDigest'] as const) {
        await db.schema.alterTable('auditEvents').addColumn(column, 'text').execute();
      }
    },
  },
  {
    name: '0053-audit-browser',
    async up(db) {
      await db.schema.alterTable('auditEvents').addColumn('browser', 'text').execute();
    },
  },
  {
    name: '0066-audit-operating-user',
    async up(db) {
      await db.schema.alterTable('auditEvents').addColumn('operatingUser', 'text').execute();
    },
  },
];
