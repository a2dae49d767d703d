import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0037-password-reminders',
    async up(db) {
      await db.schema
        .createTable('passwordReminders')
        .addColumn('accountId', 'text', (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('endsAt', 'bigint', (column) => column.notNull())
        .addColumn('days', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('passwordRemindersKey', ['accountId', 'endsAt', 'days'])
        .execute();
      await db.schema
        .createIndex('passwordRemindersByEnd')
        .on('passwordReminders')
        .column('endsAt')
        .execute();
      await db.schema.createIndex('passwordsByExpiry').on('passwords').column('expiresAt').execute();
    },
  },
];
