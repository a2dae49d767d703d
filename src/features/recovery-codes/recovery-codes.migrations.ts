import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0021-recovery-codes',
    async up(db) {
      await db.schema
        .createTable('recoveryCodes')
        .addColumn('accountId', 'text', (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('codeDigest', 'text', (column) => column.notNull())
        .addColumn('issuedAt', 'bigint', (column) => column.notNull())
        .addColumn('spentAt', 'bigint')
        .addPrimaryKeyConstraint('recoveryCodesKey', ['accountId', 'codeDigest'])
        .execute();
    },
  },
];
