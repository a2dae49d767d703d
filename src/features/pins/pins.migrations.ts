import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0004-pins',
    async up(db) {
      await db.schema
        .createTable('pins')
        .addColumn('accountId', 'text', (column) =>
          column.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('sealedPin', 'text', (column) => column.notNull())
        .addColumn('setAt', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
];
