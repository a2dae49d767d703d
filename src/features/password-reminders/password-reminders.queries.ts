import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { PasswordRemindersTable } from './password-reminders.tables.ts';

export interface EndingPassword {
  accountId: string;
  endsAt: Instant;
}

interface Stretch {
  days: number;
  /** Passwords that end after this instant … */
  after: Instant;
  /** … and not after this one. */
  until: Instant;
  /** Only those that were set so long before their end. */
  setBeforeEnd: number;
}

/** Passwords of active accounts that end in a stretch, and whose owners have had no mail of it. Soonest first. */
export const listUnreminded = (
  db: Db,
  { days, after, until, setBeforeEnd }: Stretch,
  limit: number,
): Promise<EndingPassword[]> =>
  db
    .selectFrom('passwords')
    .innerJoin('accounts', 'accounts.id', 'passwords.accountId')
    .select('accounts.id as accountId')
    .select((row) => row.ref('passwords.expiresAt').$notNull().as('endsAt'))
    .where('passwords.expiresAt', '>', after)
    .where('passwords.expiresAt', '<=', until)
    .where((row) => row('passwords.setAt', '<=', row('passwords.expiresAt', '-', setBeforeEnd)))
    .where('disabledAt', 'is', null)
    .where('deletedAt', 'is', null)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('passwordReminders')
            .select('days')
            .whereRef('passwordReminders.accountId', '=', 'passwords.accountId')
            .whereRef('passwordReminders.endsAt', '=', 'passwords.expiresAt')
            .where('passwordReminders.days', '=', days),
        ),
      ),
    )
    .orderBy('passwords.expiresAt')
    .limit(limit)
    .execute();

/** Whom to write to, where the account's password ends at that instant still. */
export const findOwnerOfEnding = (
  trx: Db,
  { accountId, endsAt }: EndingPassword,
): Promise<{ email: string; firstName: string } | undefined> =>
  trx
    .selectFrom('passwords')
    .innerJoin('accounts', 'accounts.id', 'passwords.accountId')
    .select(['email', 'firstName'])
    .where('accountId', '=', accountId)
    .where('passwords.expiresAt', '=', endsAt)
    .executeTakeFirst();

/** Of several nodes that remind at once, one does. */
export async function claimReminder(trx: Db, reminder: PasswordRemindersTable): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('passwordReminders')
    .values(reminder)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function deleteReminders(db: Db, endedBefore: Instant): Promise<void> {
  await db.deleteFrom('passwordReminders').where('endsAt', '<', endedBefore).execute();
}
