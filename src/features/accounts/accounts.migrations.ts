import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0001-accounts',
    async up(db) {
      await db.schema
        .createTable('accounts')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('email', 'text', (column) => column.notNull().unique())
        .addColumn('firstName', 'text', (column) => column.notNull())
        .addColumn('lastName', 'text', (column) => column.notNull())
        .addColumn('phone', 'text')
        .addColumn('phoneVerifiedAt', 'bigint')
        .addColumn('secondFactorChosenAt', 'bigint')
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .addColumn('disabledAt', 'bigint')
        .addColumn('deletedAt', 'bigint')
        .execute();
    },
  },
  {
    // That Customer Care has taken the second factor away, and another one is due.
    name: '0050-second-factor-due',
    async up(db) {
      await db.schema.alterTable('accounts').addColumn('secondFactorDueAt', 'bigint').execute();
    },
  },
];
