import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import {
  deleteEnrolment,
  type Enrolment,
  findEnrolment,
  replaceEnrolment,
  spendStep,
} from './totp.queries.ts';
import { stepAt } from './totp-step.ts';

/**
 * Puts the app of before in the place of the one that there is, in the caller's transaction; of none before, none is left.
 * Which of its codes were given before it was replaced is not known any more: those that it shows now count as given.
 * @returns whether that is another one
 */
export async function restoreEnrolment(
  trx: Db,
  accountId: string,
  { kept, now }: { kept: Enrolment | undefined; now: Instant },
): Promise<boolean> {
  const present = await findEnrolment(trx, accountId);
  if (present?.sealedSecret === kept?.sealedSecret) return false;
  if (!kept) return deleteEnrolment(trx, accountId);
  const { sealedSecret, enrolledAt } = kept;
  await replaceEnrolment(trx, { accountId, sealedSecret, enrolledAt });
  for (const step of [stepAt(now) - 1, stepAt(now)]) await spendStep(trx, { accountId, step, now });
  return true;
}
