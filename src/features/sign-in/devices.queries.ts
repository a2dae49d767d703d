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

export async function rememberDevice(
  db: Db,
  accountId: string,
  browser: string,
  now: Instant,
): Promise<void> {
  await db
    .insertInto('devices')
    .values({ accountId, browser, firstUsedAt: now, lastUsedAt: now })
    .onConflict((conflict) => conflict.columns(['accountId', 'browser']).doUpdateSet({ lastUsedAt: now }))
    .execute();
}

export async function deleteDevicesBefore(db: Db, lastUsedBefore: Instant): Promise<void> {
  await db.deleteFrom('devices').where('lastUsedAt', '<', lastUsedBefore).execute();
}
