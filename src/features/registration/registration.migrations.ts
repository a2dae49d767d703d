import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0006-registrations',
    async up(db) {
      await db.schema
        .createTable('registrations')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('browser', 'text', (column) => column.notNull())
        .addColumn('email', 'text', (column) => column.notNull())
        .addColumn('attemptId', 'text')
        .addColumn('firstName', 'text')
        .addColumn('lastName', 'text')
        .addColumn('phone', 'text')
        .addColumn('sealedPin', 'text')
        .addColumn('contactAt', 'bigint')
        .addColumn('passwordHash', 'text')
        .addColumn('passwordSetAt', 'bigint')
        .addColumn('passwordExpiration', 'text')
        .addColumn('passwordExpiresAt', 'bigint')
        .addColumn('secondFactor', 'text')
        .addColumn('questions', 'text')
        .addColumn('tokenSentAt', 'bigint')
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .addColumn('resumedAt', 'bigint', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .addColumn('completedAt', 'bigint')
        .addUniqueConstraint('registrationsOfBrowser', ['browser', 'email'])
        .execute();
      await db.schema.createIndex('registrationsByExpiry').on('registrations').column('expiresAt').execute();
    },
  },
];
