import type { Account } from './accounts.queries.ts';

/** Whether anything may still be done with the account: it exists, and is neither disabled nor deleted. */
export const isActive = (account: Account | undefined): account is Account =>
  account !== undefined && account.disabledAt === null && account.deletedAt === null;
