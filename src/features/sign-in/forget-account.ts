import type { Db } from '../../platform/database/index.ts';
import type { Account } from '../accounts/index.ts';
import { deleteDevicesOf } from './devices.queries.ts';

/** What sign-in keeps of an account, in the transaction that deletes it; its attempts have ended with the rest. */
export async function forgetAccount(trx: Db, { id }: Pick<Account, 'id'>): Promise<void> {
  await deleteDevicesOf(trx, id);
}
