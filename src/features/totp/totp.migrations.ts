import type { Migration } from '../../platform/database/index.ts';

export const migrations: Migration[] = [
  {
    name: '0020-totp',
    async up(db) {
      await db.schema
        .createTable('totpEnrolments')
        .addColumn('accountId', 'text', (column) =>
          column.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('sealedSecret', 'text', (column) => column.notNull())
        .addColumn('enrolledAt', 'bigint', (column) => column.notNull())
        .addColumn('strayOffset', 'bigint')
        .execute();
      await db.schema
        .createTable('totpSpentSteps')
        .addColumn('accountId', 'text', (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('step', 'bigint', (column) => column.notNull())
        .addColumn('spentAt', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('totpSpentStepsKey', ['accountId', 'step'])
        .execute();
      await db.schema.createIndex('totpSpentStepsByStep').on('totpSpentSteps').column('step').execute();
      await db.schema
        .createTable('totpOffers')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('accountId', 'text', (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('place', 'text', (column) => column.notNull())
        .addColumn('sealedSecret', 'text', (column) => column.notNull())
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('totpOffersByPlace')
        .on('totpOffers')
        .columns(['place', 'createdAt'])
        .execute();
    },
  },
  {
    name: '0058-stray-codes-of-offers',
    async up(db) {
      await db.schema
        .alterTable('totpOffers')
        .addColumn('straySteps', 'text', (column) => column.notNull().defaultTo(''))
        .execute();
    },
  },
];
