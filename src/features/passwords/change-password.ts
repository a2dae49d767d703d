import { type Clock, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { changeInSession, endAccountSessions, renewPasswordProof } from '../sessions/index.ts';
import type { PasswordFault } from './check-password.ts';
import { type ExpirationFault, expirationInstant } from './expiration.ts';
import { judgeNewPassword, type PasswordRules } from './judge-new-password.ts';
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
  /** Ends what is under way with the account and stands on the password before: sign-ins, recoveries. */
  endPending(trx: Db, account: Changer['account']): Promise<void>;
}

export interface NewPasswordChoice {
  password: string;
  passwordConfirmation: string;
  /** A choice, or an ISO date. */
  passwordExpiration: string;
}

export interface PasswordChangeRefusal {
  password: readonly PasswordFault[];
  confirmation: 'differs' | undefined;
  expiration: ExpirationFault | undefined;
}

/** What is wrong with a new password and its expiration; asked before anybody has to prove anything. */
export function judgePasswordChange(
  deps: PasswordRules & Pick<Deps, 'clock'>,
  account: Changer['account'],
  choice: NewPasswordChoice,
): PasswordChangeRefusal | undefined {
  const expiration = expirationInstant(choice.passwordExpiration, deps.clock.now());
  const refusal: PasswordChangeRefusal = {
    password: judgeNewPassword(deps, account, choice.password),
    confirmation: choice.password === choice.passwordConfirmation ? undefined : 'differs',
    expiration: expiration.ok ? undefined : expiration.error,
  };
  return refusal.password.length > 0 || refusal.confirmation || refusal.expiration ? refusal : undefined;
}

/**
 * Sets a new password for whoever has just proven the present one, in a session that goes on with the new one. All
 * others end, and whatever was under way with the old one.
 * @param given the present password, which has been checked
 * @throws HashingBusy
 */
export async function changePassword(
  deps: Deps,
  changer: Changer,
  { given, choice }: { given: string; choice: NewPasswordChoice },
): Promise<Result<void, PasswordChangeRefusal | 'same-as-old' | 'session-over'>> {
  const refusal = judgePasswordChange(deps, changer.account, choice);
  if (refusal) return refuse(refusal);
  if (normalisePassword(given) === normalisePassword(choice.password)) return refuse('same-as-old');
  const hash = await hashNewPassword(deps, choice.password);
  const { id: accountId } = changer.account;
  const uid = changer.session;
  return changeInSession(deps, { accountId, uid }, async (trx) => {
    const inTransaction = { ...deps, db: trx };
    const now = deps.clock.now();
    const expiration = expirationInstant(choice.passwordExpiration, now);
    const expiresAt = expiration.ok ? expiration.value : undefined;
    await setPassword(trx, { accountId, hash, setAt: now, expiration: choice.passwordExpiration, expiresAt });
    await endAccountSessions(trx, { accountId, except: uid, now });
    await deps.endPending(trx, changer.account);
    await renewPasswordProof(inTransaction, uid);
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
  return changeInSession(deps, { accountId, uid: changer.session }, async (trx) => {
    const before = await findPasswordTimes(trx, accountId);
    const expiresAt = expiration.value ?? null;
    // Chosen as it was: there is nothing to tell anybody.
    if (!before || (before.expiresAt === expiresAt && expiresAt === null)) return;
    await saveExpiration(trx, accountId, { expiration: choice, expiresAt });
    const what = 'password-expiration-changed';
    await recordChange({ ...deps, db: trx }, changer, { event: what, change: what });
  });
}
