import { ok, type Result, refuse } from '../../kernel/index.ts';
import { setSecondFactorChosen } from '../accounts/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { addToAccount, checkNewPasskey, type NewPasskeyRefusal } from '../passkeys/index.ts';
import { countUnspentCodes, issueRecoveryCodes } from '../recovery-codes/index.ts';
import { changeInSession, type NextId, raiseSession } from '../sessions/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import { endPermits, mayBind } from './binding-permit.ts';
import type { ChangeDeps } from './changing.ts';
import { hasSecondFactor } from './find-second-factor.ts';

export type PasskeyAddRefusal =
  | NewPasskeyRefusal
  /** What has to be proven first was not, or too long ago, or the session has ended. */
  | 'not-permitted'
  /** It is there already, or there are as many as an account may have. */
  | 'there-already'
  | 'too-many';

export interface AddedPasskey {
  name: string;
  /** Shown this once; undefined where the account has some. */
  recoveryCodes: string[] | undefined;
  /** It is the first factor of the account: the session goes on with it, under its new id. */
  raised: boolean;
}

/**
 * Adds the passkey that the browser has just made. The first second factor of an account comes with recovery codes,
 * makes the session one with a second factor, and ends whatever had begun without it.
 * @param posted by the script on the page
 * @param name the browser that made it, in words
 * @param nextId see `Raised`
 */
export async function addPasskey(
  deps: ChangeDeps,
  changer: Changer,
  { posted, name, nextId }: { posted: string; name: string; nextId: NextId },
): Promise<Result<AddedPasskey, PasskeyAddRefusal>> {
  const { account, session, browser } = changer;
  const made = await checkNewPasskey(deps, { accountId: account.id, place: session, posted });
  if (!made.ok) return made;
  const at = { place: session, browser };
  type Added = Result<AddedPasskey, PasskeyAddRefusal>;
  const added = await changeInSession(deps, changer, async (trx): Promise<Added> => {
    const inTransaction = { ...deps, db: trx };
    const isFirst = !(await hasSecondFactor(trx, account.id));
    if (!(await mayBind(inTransaction, at, isFirst ? 'first' : 'next'))) return refuse('not-permitted');
    const passkey = await addToAccount(inTransaction, { accountId: account.id, made: made.value, name });
    if (!passkey.ok) return passkey;
    await endPermits(inTransaction, at);
    await recordChange(inTransaction, changer, {
      event: 'passkey-added',
      change: 'passkey-added',
      detail: passkey.value.name,
    });
    const recoveryCodes = isFirst ? await beginSecondFactor(inTransaction, changer, nextId) : undefined;
    return ok({ name: passkey.value.name, recoveryCodes, raised: isFirst });
  });
  return added.ok ? added.value : refuse('not-permitted');
}

async function beginSecondFactor(
  deps: ChangeDeps,
  { account, session }: Changer,
  nextId: NextId,
): Promise<string[] | undefined> {
  await setSecondFactorChosen(deps.db, account.id, null);
  const left = await countUnspentCodes(deps.db, account.id);
  const recoveryCodes = left > 0 ? undefined : await issueRecoveryCodes(deps, account.id);
  await endUnderWay(deps, { account, except: { session } });
  await raiseSession(deps, { uid: session, nextId }, 'hwk');
  return recoveryCodes;
}
