import type { Account } from '../accounts/index.ts';
import { type AccountChange, notifyChange } from '../notices/index.ts';
import type { CareDeps } from './care-deps.ts';

/** The same notice as of what people do by themselves, with who did it; in the transaction of the act. */
export const tellOwner = (
  deps: Pick<CareDeps, 'db' | 'clock' | 'sealing' | 'issuer'>,
  account: Account,
  { change, detail }: { change: AccountChange; detail?: string },
): Promise<void> => notifyChange(deps, { account, change, detail, from: {}, by: 'customer-care' });
