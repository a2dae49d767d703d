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
];
