import { recordEvent } from '../../../features/audit/index.ts';
import { verifyAccountPassword } from '../../../features/passwords/index.ts';
import { giveCode, givePasskey, type SecondFactor } from '../../../features/second-factor/index.ts';
import { noteSecondFactor, SessionMovedOn, secondFactorLately } from '../../../features/sessions/index.ts';
import { hasGivenPassword } from '../../../features/sign-in/index.ts';
import {
  claimPasswordTry,
  clearPasswordTries,
  giveBackPasswordTry,
  spendTry,
} from '../../../features/throttle/index.ts';
import { ok, type Result, refuse } from '../../../kernel/index.ts';
import type { Form } from '../../../platform/http/index.ts';
import type { Problem } from '../../../ui/index.ts';
import { waitText } from '../refusals/wait-text.page.ts';
import { CODES_OF_SESSION_SPENT, codeProblem } from '../second-factor/code-problem.page.ts';
import { changerOf } from './changer.ts';
import { type AskedCode, CURRENT_PASSWORD } from './identity-fields.page.ts';
import type { AccountPagesDeps } from './ports.ts';
import type { Visit } from './visit.ts';

/** What a change asks for: the password always; `factor`: a code too, where there is one and none was given just now. */
export type Demand = 'password' | 'factor';

/** What the form has to have a field for besides the password. */
export async function asksForCode(
  deps: AccountPagesDeps,
  { secondFactor, session, nextId }: Visit,
  demand: Demand,
): Promise<AskedCode> {
  if (demand !== 'factor' || !secondFactor || (await secondFactorLately(deps, { uid: session.uid, nextId })))
    return false;
  return takesAppCodes(secondFactor) ? 'code' : 'recovery-code';
}

const takesAppCodes = ({ totp }: SecondFactor): boolean => totp !== undefined && !totp.blocked;

/**
 * Whoever changes something proves who they are in the same form. Tries are counted as those at sign-in are; a device
 * that the owner has used counts for itself.
 * @returns what is wrong, at its field
 * @throws HashingBusy
 */
export async function confirmIdentity(
  deps: AccountPagesDeps,
  visit: Visit,
  form: Form,
  demand: Demand,
): Promise<Result<void, Problem[]>> {
  const asked = await asksForCode(deps, visit, demand);
  const missing = missingFields(visit, form, asked);
  if (missing.length > 0) return refuse(missing);
  const password = await deps.hashing.keepPlace((hashing) =>
    checkPassword({ ...deps, hashing }, visit, form[CURRENT_PASSWORD] ?? ''),
  );
  if (!password.ok) return refuse([password.error]);
  if (asked === false) return ok(undefined);
  // Only after the password: a stolen session alone guesses no codes.
  const factor = await confirmFactor(deps, visit, form, asked).catch(overtaken);
  return factor.ok ? factor : refuse([factor.error]);
}

const confirmFactor = (
  deps: AccountPagesDeps,
  visit: Visit,
  form: Form,
  asked: 'code' | 'recovery-code',
): Promise<Result<void, Problem>> =>
  form['passkey']
    ? confirmByPasskey(deps, visit, form['passkey'])
    : confirmByCode(deps, visit, form['code'] ?? '', asked);

/** Another tab of the browser has proven more meanwhile, and this one sent the cookie of before. */
function overtaken(fault: unknown): Result<void, Problem> {
  if (!(fault instanceof SessionMovedOn)) throw fault;
  const message = 'Another tab was faster. Load this page again, and enter a new code.';
  return refuse({ field: 'code', message });
}

function missingFields(visit: Visit, form: Form, asked: AskedCode): Problem[] {
  const problems: Problem[] = [];
  if (!form[CURRENT_PASSWORD]) {
    problems.push({ field: CURRENT_PASSWORD, message: 'Enter your Master Account password.' });
  }
  if (asked !== false && !form['code']?.trim() && !form['passkey']) {
    problems.push({ field: 'code', message: codeMissing(asked, visit) });
  }
  return problems;
}

const codeMissing = (asked: 'code' | 'recovery-code', { secondFactor }: Visit): string => {
  if (asked === 'code') return 'Enter the code from your OTP app, or a recovery code.';
  return secondFactor?.passkeys
    ? 'Use your passkey, or enter one of your recovery codes.'
    : 'Enter one of your recovery codes.';
};

/**
 * A device that the owner has signed in on counts for itself, so that an attacker elsewhere cannot spend its tries. Any
 * other browser, also one that carries a copied session, shares what is left of the account's.
 */
async function deviceOf(
  { db, sealing }: AccountPagesDeps,
  { c, account }: Visit,
): Promise<string | undefined> {
  const device = sealing.digest(c.get('browser'), 'device');
  return (await hasGivenPassword(db, account.id, device)) ? device : undefined;
}

async function confirmByCode(
  deps: AccountPagesDeps,
  visit: Visit,
  code: string,
  asked: 'code' | 'recovery-code',
): Promise<Result<void, Problem>> {
  const { account, session, nextId } = visit;
  const knownDevice = await deviceOf(deps, visit);
  const given = { account, place: session.uid, knownDevice, code, from: changerOf(visit) };
  const raised = { uid: session.uid, nextId };
  const verdict = await giveCode(deps, given, (trx) => noteSecondFactor({ ...deps, db: trx }, raised));
  const hasApp = asked === 'code';
  if (!verdict.ok && verdict.error.reason === 'attempt-spent')
    return refuse({ field: 'code', message: CODES_OF_SESSION_SPENT });
  if (!verdict.ok) return refuse(codeProblem(verdict.error, deps.clock.now(), { hasApp }));
  nextId.send();
  return ok(undefined);
}

async function confirmByPasskey(
  deps: AccountPagesDeps,
  { account, session, nextId, visitor }: Visit,
  posted: string,
): Promise<Result<void, Problem>> {
  const { uid: place } = session;
  const given = { accountId: account.id, purpose: 'confirm', place, posted, from: visitor } as const;
  const raised = { uid: session.uid, nextId };
  const verdict = await givePasskey(deps, given, (trx) => noteSecondFactor({ ...deps, db: trx }, raised));
  if (!verdict.ok) {
    const message = 'Your passkey was not accepted. Use it once more, or enter a code instead.';
    return refuse({ field: 'code', message });
  }
  nextId.send();
  return ok(undefined);
}

async function checkPassword(
  deps: AccountPagesDeps,
  visit: Visit,
  password: string,
): Promise<Result<void, Problem>> {
  const { account } = visit;
  const subject = { account: account.id, knownDevice: await deviceOf(deps, visit) };
  const counted = await claimPasswordTry(deps, subject);
  if (!counted.ok) {
    const wait = waitText(counted.error.retryAt, deps.clock.now());
    return refuse({
      field: CURRENT_PASSWORD,
      message: `Too many wrong passwords. ${wait}`,
    });
  }
  // After that one: who has not the password spends nothing of its owner's changes.
  const spent = await spendTry(deps, 'confirmations', account.id);
  if (!spent.ok) {
    await giveBackPasswordTry(deps, counted.value);
    const wait = waitText(spent.error.retryAt, deps.clock.now());
    return refuse({ field: CURRENT_PASSWORD, message: `Very many changes in a short time. ${wait}` });
  }
  const verdict = await verifyAccountPassword(deps, { accountId: account.id, password });
  if (!verdict.ok) {
    // Whoever found the browser open guesses here: the owner reads of it under Activity.
    const { address: from, browserWords: browser, reference } = visit.visitor;
    const who = `account:${account.id}` as const;
    await recordEvent(deps, { what: 'password-given', outcome: 'refused', who, from, browser, reference });
    return refuse({ field: CURRENT_PASSWORD, message: 'This is not your Master Account password.' });
  }
  await clearPasswordTries(deps, subject);
  return ok(undefined);
}
