import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0050-care-permits',
    async up(db) {
      await db.schema
        .createTable('carePermits')
        .addColumn('customer', 'text', (column) => column.notNull())
        .addColumn('agent', 'text', (column) => column.notNull())
        .addColumn('pinMark', 'text', (column) => column.notNull())
        .addColumn('givenAt', 'bigint', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('carePermitsKey', ['customer', 'agent'])
        .execute();
      await db.schema.createIndex('carePermitsByExpiry').on('carePermits').column('expiresAt').execute();
    },
  },
];
