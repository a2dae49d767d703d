import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0011-throttle',
    async up(db) {
      await db.schema
        .createTable('throttleCounters')
        .addColumn('budget', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('tries', 'bigint', (column) => column.notNull())
        .addColumn('startedAt', 'bigint', (column) => column.notNull())
        .addColumn('opensAt', 'bigint', (column) => column.notNull())
        .addColumn('endsAt', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('throttleCountersKey', ['budget', 'subject'])
        .execute();
      await db.schema.createIndex('throttleCountersByEnd').on('throttleCounters').column('endsAt').execute();
    },
  },
];
