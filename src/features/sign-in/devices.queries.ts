import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';

/** @param browser digest of the browser's id */
export async function isKnownDevice(db: Db, accountId: string, browser: string): Promise<boolean> {
  const device = await db
    .selectFrom('devices')
    .select('accountId')
    .where('accountId', '=', accountId)
    .where('browser', '=', browser)
    .executeTakeFirst();
  return device !== undefined;
}

/**
 * Whether the present password was given on this device, or chosen there: then wrong ones are counted for it alone. Whoever
 * had the password before it, on however many devices, has no more guesses at this one than any stranger.
 */
export async function hasGivenPassword(db: Db, accountId: string, browser: string): Promise<boolean> {
  const device = await db
    .selectFrom('devices')
    .innerJoin('passwords', 'passwords.accountId', 'devices.accountId')
    .select('devices.accountId')
    .where('devices.accountId', '=', accountId)
    .where('devices.browser', '=', browser)
    .whereRef('devices.lastUsedAt', '>=', 'passwords.setAt')
    .executeTakeFirst();
  return device !== undefined;
}

/** A new password was chosen on this device: where it is a known one, that goes on. */
export async function noteNewPassword(
  db: Db,
  accountId: string,
  browser: string,
  setAt: Instant,
): Promise<void> {
  await db
    .updateTable('devices')
    .set({ lastUsedAt: setAt })
    .where('accountId', '=', accountId)
    .where('browser', '=', browser)
    .where('lastUsedAt', '<', setAt)
    .execute();
}

/** Digests of the browsers that an account has been used in. */
export async function listDevicesOf(db: Db, accountId: string): Promise<string[]> {
  const devices = await db
    .selectFrom('devices')
    .select('browser')
    .where('accountId', '=', accountId)
    .execute();
  return devices.map(({ browser }) => browser);
}

/** When these browsers were used, newest first, for the account's owner. */
export const listDeviceTimes = (
  db: Db,
  accountId: string,
): Promise<{ firstUsedAt: Instant; lastUsedAt: Instant; signedInAt: Instant | null }[]> =>
  db
    .selectFrom('devices')
    .select(['firstUsedAt', 'lastUsedAt', 'signedInAt'])
    .where('accountId', '=', accountId)
    .orderBy('lastUsedAt', 'desc')
    .execute();

/** Whether a sign-in of the account has been completed in this browser: all that it asks for, and not the password alone. */
export async function hasSignedInBefore(db: Db, accountId: string, browser: string): Promise<boolean> {
  const device = await db
    .selectFrom('devices')
    .select('accountId')
    .where('accountId', '=', accountId)
    .where('browser', '=', browser)
    .where('signedInAt', 'is not', null)
    .executeTakeFirst();
  return device !== undefined;
}

/** The account that a sign-in was last completed for in this browser, if there is one. */
export async function findAccountOfDevice(db: Db, browser: string): Promise<string | undefined> {
  const device = await db
    .selectFrom('devices')
    .select('accountId')
    .where('browser', '=', browser)
    .where('signedInAt', 'is not', null)
    .orderBy('lastUsedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return device?.accountId;
}

export async function rememberDevice(
  db: Db,
  accountId: string,
  browser: string,
  now: Instant,
): Promise<void> {
  await db
    .insertInto('devices')
    .values({ accountId, browser, firstUsedAt: now, lastUsedAt: now, signedInAt: null })
    .onConflict((conflict) => conflict.columns(['accountId', 'browser']).doUpdateSet({ lastUsedAt: now }))
    .execute();
}

/** A sign-in is complete. @returns whether it is the first one in this browser; of several at once, one is */
export async function claimFirstSignIn(
  trx: Db,
  accountId: string,
  browser: string,
  now: Instant,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('devices')
    .values({ accountId, browser, firstUsedAt: now, lastUsedAt: now, signedInAt: now })
    .onConflict((conflict) =>
      conflict
        .columns(['accountId', 'browser'])
        .doUpdateSet({ signedInAt: now })
        .where('devices.signedInAt', 'is', null),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function deleteDevicesOf(trx: Db, accountId: string): Promise<void> {
  await trx.deleteFrom('devices').where('accountId', '=', accountId).execute();
}

export async function deleteDevicesBefore(db: Db, lastUsedBefore: Instant): Promise<void> {
  await db.deleteFrom('devices').where('lastUsedAt', '<', lastUsedBefore).execute();
}
