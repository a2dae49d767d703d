import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { CheckedPasskey } from './check-passkey.ts';
import { noteUse } from './passkeys.queries.ts';

/**
 * Notes the use of a passkey, in the transaction of what it was given for.
 * @returns false where its counter has gone back: two authenticators have the same key, and one of them is not the
 *   owner's (WebAuthn, section 6.1.1); or where it was removed, or used, meanwhile
 */
export const usePasskey = (
  { db, clock }: { db: Db; clock: Clock },
  { passkey: { id }, counter, backedUp }: CheckedPasskey,
): Promise<boolean> => noteUse(db, { id, counter, backedUp, now: clock.now() });
