import { ok, type Result, refuse } from '../../kernel/index.ts';
import { type Account, holdAccount, setUnverifiedPhone } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { listLinks } from '../links/index.ts';
import { notifyChange } from '../notices/index.ts';
import { listPasskeys } from '../passkeys/index.ts';
import {
  hashNewPassword,
  judgeNewPasswordChoice,
  mayBeTheOldOne,
  type NewPasswordChoice,
  type NewPasswordRefusal,
  refuseTheOldOne,
  setPassword,
  verifyAccountPassword,
} from '../passwords/index.ts';
import { findService } from '../services/index.ts';
import { noteNewPassword, type Visitor } from '../sign-in/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import { findLiveRecovery, type Recovery, RecoveryOver, saveProgress } from './recovery.queries.ts';
import type { RecoveryDeps } from './recovery.ts';
import { recoveryStep } from './recovery-step.ts';
import { standOfRecovery } from './stand-of-recovery.ts';

/**
 * The last step, and the only one that changes anything: all of it in one transaction. Nobody is signed in by it, and
 * the second factor stays as it is.
 * @throws HashingBusy; RecoveryOver, of two that race one wins
 */
export async function resetPassword(
  deps: RecoveryDeps,
  recovery: Recovery,
  account: Account,
  form: NewPasswordChoice,
  visitor: Visitor,
): Promise<Result<void, NewPasswordRefusal>> {
  const judged = judgeNewPasswordChoice(deps, account, form, deps.clock.now());
  if (mayBeTheOldOne(judged) && (await isTheOldOne(deps, recovery, account, form.password)))
    return refuse(refuseTheOldOne(judged));
  if (!judged.ok) return judged;

  const hash = await hashNewPassword(deps, form.password);
  await deps.db.transaction().execute(async (trx) => {
    const inTransaction = { ...deps, db: trx };
    // Hashing has taken its time: what was proven must still hold.
    if (!(await holdAccount(trx, account.id))) throw new RecoveryOver();
    const { facts, overtaken, account: now } = await standOfRecovery(inTransaction, recovery);
    if (overtaken || now?.id !== account.id || recoveryStep(facts) !== 'new-password')
      throw new RecoveryOver();
    const setAt = deps.clock.now();
    const chosen = { expiration: form.passwordExpiration, expiresAt: judged.value.expiresAt };
    await setPassword(trx, { accountId: account.id, hash, setAt, ...chosen });
    await endUnderWay(inTransaction, { account, except: { recovery: recovery.id }, unverifiedPhone: 'goes' });
    await saveProgress(trx, recovery, { doneAt: setAt }, setAt);
    await noteNewPassword(trx, account.id, deps.sealing.digest(visitor.browser, 'device'), setAt);
    await tell(inTransaction, recovery, account, visitor);
  });
  return ok(undefined);
}

async function isTheOldOne(
  deps: RecoveryDeps,
  { id, secret }: Recovery,
  account: Account,
  password: string,
): Promise<boolean> {
  const asked = { accountId: account.id, password, evenSuspended: true };
  const same = await verifyAccountPassword(deps, asked);
  if (!same.ok) return false;
  // Pressed twice: the first press has set it.
  const now = await findLiveRecovery(deps.db, { id, now: deps.clock.now() });
  if (now?.secret !== secret || now.doneAt !== null) throw new RecoveryOver();
  return true;
}

/**
 * The notice says what somebody who was in before may have left behind: links, passkeys, and a number that counts no more
 * until a text to it has been answered, unless that has just happened.
 */
async function tell(
  deps: RecoveryDeps,
  { channel }: Recovery,
  account: Account,
  { address, reference, browserWords }: Visitor,
): Promise<void> {
  const { db, services } = deps;
  const who = `account:${account.id}` as const;
  const event = { what: 'password-reset', who, outcome: 'done' } as const;
  await recordEvent(deps, { ...event, from: address, browser: browserWords, reference });
  const links = await listLinks(db, account.id);
  const linked = links.map(
    ({ serviceId, username }) => `${findService({ services }, serviceId)?.name ?? serviceId} (${username})`,
  );
  const besides: [string, string][] = [['Linked services', linked.join(', ') || 'none']];
  const passkeys = (await listPasskeys(db, account.id)).map(({ name }) => name);
  if (passkeys.length > 0) besides.push(['Passkeys', passkeys.join(', ')]);
  if (channel !== 'sms' && account.phoneVerifiedAt !== null) {
    await setUnverifiedPhone(db, account.id, { phone: account.phone, overwritten: true });
    besides.push(['Mobile phone', 'has to be verified again before texts are sent to it']);
  }
  const from = { address, browser: browserWords };
  const detail = 'A new password was chosen by “Forgot your password”';
  await notifyChange(deps, { account, change: 'password-reset', detail, besides, from });
}
