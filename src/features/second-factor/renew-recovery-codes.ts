import { ok, type Result, refuse } from '../../kernel/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { issueRecoveryCodes } from '../recovery-codes/index.ts';
import { changeInSession } from '../sessions/index.ts';
import type { ChangeDeps } from './changing.ts';
import { hasSecondFactor } from './find-second-factor.ts';

/** Ten new recovery codes for an account that has a second factor; those before are void. Shown this once. */
export async function renewRecoveryCodes(
  deps: ChangeDeps,
  changer: Changer,
): Promise<Result<string[], 'session-over' | 'not-enrolled'>> {
  const { account } = changer;
  const renewed = await changeInSession(deps, changer, async (trx) => {
    const inTransaction = { ...deps, db: trx };
    if (!(await hasSecondFactor(trx, account.id))) return undefined;
    const change = 'recovery-codes-renewed';
    await recordChange(inTransaction, changer, { event: change, change });
    return issueRecoveryCodes(inTransaction, account.id);
  });
  if (!renewed.ok) return renewed;
  return renewed.value ? ok(renewed.value) : refuse('not-enrolled');
}
