import { ok, type Result, refuse } from '../../kernel/index.ts';
import { setSecondFactorChosen } from '../accounts/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { deletePasskey, listPasskeys } from '../passkeys/index.ts';
import { deleteRecoveryCodes } from '../recovery-codes/index.ts';
import { changeInSession, lowerSession } from '../sessions/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import type { ChangeDeps } from './changing.ts';
import { findSecondFactor } from './find-second-factor.ts';

export interface PasskeyRemoval {
  id: string;
  /** Whether the account may be without a second factor: nobody requires one of it. */
  mayBeLast: boolean;
}

/**
 * Removes a passkey. What it had opened elsewhere ends. With the last second factor the recovery codes go too, and the
 * session is one without.
 * @returns `not-found` where it was removed already, or is somebody else's
 */
export async function removePasskey(
  deps: ChangeDeps,
  changer: Changer,
  { id, mayBeLast }: PasskeyRemoval,
): Promise<Result<{ name: string }, 'session-over' | 'not-found' | 'required'>> {
  const { account, session } = changer;
  type Removed = Result<{ name: string }, 'not-found' | 'required'>;
  const removed = await changeInSession(deps, changer, async (trx): Promise<Removed> => {
    const inTransaction = { ...deps, db: trx };
    // The account is held: of two at once, the second one sees what the first has left.
    const passkey = (await listPasskeys(trx, account.id)).find((each) => each.id === id);
    if (!passkey) return refuse('not-found');
    const present = await findSecondFactor(inTransaction, account.id);
    const isLast = present?.totp === undefined && present?.passkeys === 1;
    if (isLast && !mayBeLast) return refuse('required');
    await deletePasskey(trx, { accountId: account.id, id });
    if (isLast) {
      await deleteRecoveryCodes(trx, account.id);
      await setSecondFactorChosen(trx, account.id, null);
    }
    await endUnderWay(inTransaction, { account, except: { session } });
    if (isLast) await lowerSession(inTransaction, session);
    const { name } = passkey;
    const what = { event: 'passkey-removed', change: 'passkey-removed', detail: name } as const;
    await recordChange(inTransaction, changer, what);
    return ok({ name });
  });
  return removed.ok ? removed.value : removed;
}
