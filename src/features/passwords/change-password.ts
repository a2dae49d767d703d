import { type Clock, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { changeInSession, type NextId, renewPasswordProof } from '../sessions/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import { type ExpirationFault, expirationInstant } from './expiration.ts';
import {
  judgeNewPasswordChoice,
  type NewPasswordChoice,
  type NewPasswordRefusal,
  type PasswordRules,
  refuseTheOldOne,
} from './judge-new-password.ts';
import { normalisePassword } from './password-text.ts';
import { findPasswordTimes, saveExpiration } from './passwords.queries.ts';
import { hashNewPassword, setPassword } from './set-password.ts';

interface Deps extends PasswordRules {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  hashing: Pick<Hashing, 'hashPassword'>;
  /** The configured address of Master Account: links in mail are made from nothing else. */
  issuer: string;
}

/**
 * Sets a new password for whoever has just proven the present one, in a session that goes on with the new one. All
 * others end, and whatever was under way with the old one.
 * @param given the present password, which has been checked
 * @param nextId see `Raised`
 * @throws HashingBusy
 */
export async function changePassword(
  deps: Deps,
  changer: Changer,
  { given, choice, nextId }: { given: string; choice: NewPasswordChoice; nextId: NextId },
): Promise<Result<void, NewPasswordRefusal | 'session-over'>> {
  const judged = judgeNewPasswordChoice(deps, changer.account, choice, deps.clock.now());
  if (!judged.ok) return judged;
  if (normalisePassword(given) === normalisePassword(choice.password)) return refuse(refuseTheOldOne(judged));
  const hash = await hashNewPassword(deps, choice.password);
  const { id: accountId } = changer.account;
  const uid = changer.session;
  return changeInSession(deps, changer, async (trx) => {
    const inTransaction = { ...deps, db: trx };
    const now = deps.clock.now();
    const { expiresAt } = judged.value;
    await setPassword(trx, { accountId, hash, setAt: now, expiration: choice.passwordExpiration, expiresAt });
    await endUnderWay(inTransaction, { account: changer.account, except: { session: uid } });
    await renewPasswordProof(inTransaction, { uid, nextId });
    await recordChange(inTransaction, changer, { event: 'password-changed', change: 'password-changed' });
  });
}

/** Another expiration for the password that there is; a number of days counts from now. */
export async function changeExpiration(
  deps: Pick<Deps, 'db' | 'clock' | 'sealing' | 'issuer'>,
  changer: Changer,
  choice: string,
): Promise<Result<void, ExpirationFault | 'session-over'>> {
  const expiration = expirationInstant(choice, deps.clock.now());
  if (!expiration.ok) return expiration;
  const { id: accountId } = changer.account;
  return changeInSession(deps, changer, async (trx) => {
    const before = await findPasswordTimes(trx, accountId);
    const expiresAt = expiration.value ?? null;
    // Chosen as it was: there is nothing to tell anybody.
    if (!before || (before.expiresAt === expiresAt && expiresAt === null)) return;
    await saveExpiration(trx, accountId, { expiration: choice, expiresAt });
    const what = 'password-expiration-changed';
    await recordChange({ ...deps, db: trx }, changer, { event: what, change: what });
  });
}
