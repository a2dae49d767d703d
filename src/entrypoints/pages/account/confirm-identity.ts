import { verifyAccountPassword } from '../../../features/passwords/index.ts';
import { giveCode, submitPasskeyInSession } from '../../../features/second-factor/index.ts';
import { noteSecondFactor, secondFactorLately } from '../../../features/sessions/index.ts';
import {
  claimPasswordTry,
  clearPasswordTries,
  giveBackPasswordTry,
} from '../../../features/throttle/index.ts';
import { ok, type Result, refuse } from '../../../kernel/index.ts';
import { HashingBusy } from '../../../platform/hashing/index.ts';
import type { Form } from '../../../platform/http/index.ts';
import { durationText, type Problem } from '../../../ui/index.ts';
import { codeProblem } from '../code-problem.page.ts';
import { changerOf } from './changer.ts';
import { CURRENT_PASSWORD } from './identity-fields.page.ts';
import type { AccountPagesDeps } from './ports.ts';
import type { Visit } from './visit.ts';

/** What a change asks for: the password always; `factor`: a code too, where there is one and none was given just now. */
export type Demand = 'password' | 'factor';

/** Whether the form has to have a field for a code. */
export const asksForCode = async (deps: AccountPagesDeps, visit: Visit, demand: Demand): Promise<boolean> =>
  demand === 'factor' &&
  visit.secondFactor !== undefined &&
  !(await secondFactorLately(deps, visit.session.uid));

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
  const { account, session } = visit;
  const needsCode = await asksForCode(deps, visit, demand);
  const code = form['code'] ?? '';
  const problems: Problem[] = [];
  if (!form[CURRENT_PASSWORD]) {
    problems.push({ field: CURRENT_PASSWORD, message: 'Enter your Master Account password.' });
  }
  const passkey = form['passkey'] ?? '';
  if (needsCode && code.trim() === '' && passkey === '') {
    problems.push({ field: 'code', message: 'Enter the code from your OTP app, or a recovery code.' });
  }
  if (problems.length > 0) return refuse(problems);
  const password = await checkPassword(deps, visit, form[CURRENT_PASSWORD] ?? '');
  if (!password.ok) return refuse([password.error]);
  if (!needsCode) return ok(undefined);
  if (passkey !== '') return confirmByPasskey(deps, visit, passkey);
  // Only after the password: a stolen session alone guesses no codes.
  const given = {
    account,
    place: session.uid,
    knownDevice: deviceOf(deps, visit),
    code,
    from: changerOf(visit),
  };
  const verdict = await giveCode(deps, given, (trx) => noteSecondFactor({ ...deps, db: trx }, session.uid));
  return verdict.ok ? ok(undefined) : refuse([codeProblem(verdict.error, deps.clock.now())]);
}

/** Whoever is signed in here has used this device: an attacker elsewhere cannot spend its tries. */
const deviceOf = ({ sealing }: AccountPagesDeps, { c }: Visit): string =>
  sealing.digest(c.get('browser'), 'device');

async function confirmByPasskey(
  deps: AccountPagesDeps,
  { account, session, circumstances }: Visit,
  posted: string,
): Promise<Result<void, Problem[]>> {
  const given = { accountId: account.id, session: session.uid, posted };
  const verdict = await submitPasskeyInSession(deps, given, circumstances);
  if (!verdict.ok) {
    return refuse([
      { field: 'code', message: 'Your passkey was not accepted. Use it once more, or enter a code.' },
    ]);
  }
  await noteSecondFactor(deps, session.uid);
  return ok(undefined);
}

async function checkPassword(
  deps: AccountPagesDeps,
  visit: Visit,
  password: string,
): Promise<Result<void, Problem>> {
  const { account } = visit;
  const subject = { account: account.id, knownDevice: deviceOf(deps, visit) };
  const counted = await claimPasswordTry(deps, subject);
  if (!counted.ok) {
    const wait = durationText(counted.error.retryAt - deps.clock.now());
    return refuse({
      field: CURRENT_PASSWORD,
      message: `Too many wrong passwords. Wait ${wait}, then try again.`,
    });
  }
  const verdict = await verifyAccountPassword(deps, { accountId: account.id, password }).catch(
    async (fault) => {
      if (fault instanceof HashingBusy) await giveBackPasswordTry(deps, counted.value);
      throw fault;
    },
  );
  if (!verdict.ok) {
    return refuse({ field: CURRENT_PASSWORD, message: 'This is not your Master Account password.' });
  }
  await clearPasswordTries(deps, subject);
  return ok(undefined);
}
