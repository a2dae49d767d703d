import { ok, type Result } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { Account } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { notifyChange } from '../notices/index.ts';
import type { ThrottleDeps } from '../throttle/index.ts';
import { type CodeForm, type CodeKind, type SecondFactorRefusal, submitCode } from './submit-code.ts';

type Deps = Omit<ThrottleDeps, 'sealing'> & { sealing: Sealing; issuer: string };

export interface GivenCode extends Omit<CodeForm, 'accountId'> {
  account: Account;
  serviceId?: string | undefined;
  /** The client's address, the reference number, and browser and system in words. */
  from: { address: string; reference: string; browserWords?: string | undefined };
}

/**
 * Somebody gives a code for an account: it is checked, used up and written down, and where it was a recovery code, its
 * owner is told.
 * @param alongside what it is given for; kept exactly if the code was right
 */
export async function giveCode(
  deps: Deps,
  given: GivenCode,
  alongside: (trx: Db) => Promise<void>,
): Promise<Result<void, SecondFactorRefusal>> {
  const { account, place, knownDevice, code } = given;
  const form = { accountId: account.id, place, knownDevice, code };
  const verdict = await submitCode(deps, form, async (trx, by) => {
    await alongside(trx);
    await writeDown({ ...deps, db: trx }, given, by);
  });
  if (verdict.ok) return ok(undefined);
  if (isLookedAt(verdict.error)) await writeDown(deps, given, 'refused');
  return verdict;
}

/** What was not even looked at counts on nothing, and is not written down: somebody could go on with it without end. */
const isLookedAt = ({ reason }: SecondFactorRefusal): boolean =>
  !['form', 'blocked', 'attempt-spent', 'too-many-tries'].includes(reason);

async function writeDown(
  deps: Deps,
  { account, serviceId, from }: GivenCode,
  outcome: CodeKind | 'refused',
): Promise<void> {
  const { address, reference, browserWords: browser } = from;
  const who = `account:${account.id}` as const;
  const event = { what: 'second-factor-given', who, outcome, serviceId } as const;
  await recordEvent(deps, { ...event, from: address, browser, reference });
  if (outcome !== 'recovery-code') return;
  await notifyChange(deps, { account, change: 'recovery-code-used', from: { address, browser } });
}
