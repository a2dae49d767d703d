import { sql } from 'kysely';
import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0008-sign-in',
    async up(db) {
      await db.schema
        .createTable('attempts')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('serviceId', 'text', (column) => column.notNull())
        .addColumn('request', 'text', (column) => column.notNull())
        .addColumn('interaction', 'text', (column) => column.notNull())
        .addColumn('secret', 'text', (column) => column.notNull())
        .addColumn('sessionAccountId', 'text')
        .addColumn('sessionAuthenticatedAt', 'bigint')
        .addColumn('sessionMethods', 'text')
        .addColumn('email', 'text')
        .addColumn('accountId', 'text')
        .addColumn('passwordAt', 'bigint')
        .addColumn('secondFactorAt', 'bigint')
        .addColumn('serviceAccount', 'text')
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .addColumn('expiresAt', 'bigint', (column) => column.notNull())
        .addColumn('doneAt', 'bigint')
        .execute();
      await db.schema.createIndex('attemptsByExpiry').on('attempts').column('expiresAt').execute();
      await db.schema.createIndex('attemptsByAccount').on('attempts').column('accountId').execute();
      await db.schema
        .createTable('devices')
        .addColumn('accountId', 'text', (column) => column.notNull())
        .addColumn('browser', 'text', (column) => column.notNull())
        .addColumn('firstUsedAt', 'bigint', (column) => column.notNull())
        .addColumn('lastUsedAt', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('devicesKey', ['accountId', 'browser'])
        .execute();
      await db.schema.createIndex('devicesByLastUse').on('devices').column('lastUsedAt').execute();
    },
  },
  {
    name: '0024-attempt-email-proof',
    async up(db) {
      await db.schema.alterTable('attempts').addColumn('emailProvenAt', 'bigint').execute();
    },
  },
  {
    // Before, a device was known by its password alone; what is known by now is no news to anybody.
    name: '0038-device-signed-in',
    async up(db) {
      await db.schema.alterTable('devices').addColumn('signedInAt', 'bigint').execute();
      await sql`update devices set "signedInAt" = "lastUsedAt"`.execute(db);
    },
  },
  {
    name: '0040-attempt-passkey',
    async up(db) {
      await db.schema.alterTable('attempts').addColumn('passkeyAt', 'bigint').execute();
    },
  },
  {
    name: '0055-attempt-password-under',
    async up(db) {
      await db.schema.alterTable('attempts').addColumn('passwordUnder', 'text').execute();
    },
  },
  {
    // Whatever ends what an account has under way looks for attempts of its sessions too.
    name: '0056-attempts-by-session',
    async up(db) {
      await db.schema.createIndex('attemptsBySession').on('attempts').column('sessionAccountId').execute();
    },
  },
  {
    // Whoever arrives has not said yet who they are.
    name: '0058-devices-by-browser',
    async up(db) {
      await db.schema.createIndex('devicesByBrowser').on('devices').column('browser').execute();
    },
  },
];
