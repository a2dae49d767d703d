import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0003-security-questions',
    async up(db) {
      await db.schema
        .createTable('securityQuestions')
        .addColumn('accountId', 'text', (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('position', 'bigint', (column) => column.notNull())
        .addColumn('question', 'text', (column) => column.notNull())
        .addColumn('answerHash', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('securityQuestionsKey', ['accountId', 'position'])
        .execute();
    },
  },
];
