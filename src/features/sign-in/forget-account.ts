import type { Db } from '../../platform/database/index.ts';
import type { Account } from '../accounts/index.ts';
import { deleteAttemptsOf } from './attempts.queries.ts';
import { deleteDevicesOf } from './devices.queries.ts';

/** What sign-in keeps of an account, in the transaction that deletes it. */
export async function forgetAccount(trx: Db, { id }: Pick<Account, 'id'>): Promise<void> {
  await deleteAttemptsOf(trx, id);
  await deleteDevicesOf(trx, id);
}
