import type { Db } from '../../platform/database/index.ts';
import type { Account } from '../accounts/index.ts';
import { deleteTokensOf } from '../tokens/index.ts';
import { deleteRecoveries, listRecoveriesOf } from './recovery.queries.ts';

/**
 * Ends the recoveries of an account, with their tokens, in the caller's transaction: its password or its address has
 * changed, or it was disabled.
 */
export async function endRecoveriesOf(
  trx: Db,
  account: Pick<Account, 'id' | 'email'>,
  except?: string,
): Promise<void> {
  const ids = await listRecoveriesOf(trx, { account, except });
  for (const subject of ids) await deleteTokensOf(trx, { purpose: 'recovery', subject });
  await deleteRecoveries(trx, ids);
}
