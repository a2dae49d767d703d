import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0065-earlier-proofs',
    async up(db) {
      await db.schema
        .createTable('earlierProofs')
        .addColumn('accountId', 'text', (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('keptAt', 'bigint', (column) => column.notNull())
        .addColumn('proofs', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('earlierProofsKey', ['accountId', 'keptAt'])
        .execute();
      await db.schema.createIndex('earlierProofsByAge').on('earlierProofs').column('keptAt').execute();
    },
  },
];
