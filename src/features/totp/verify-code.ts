import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { type ClockTrouble, clockTroubleOf } from './clock-trouble.ts';
import { totpContext } from './confirm-offer.ts';
import { findEnrolment, noteStray, spendStep } from './totp.queries.ts';

export type CodeRefusal =
  | { reason: 'not-enrolled' }
  | { reason: 'wrong' }
  | { reason: 'used' }
  /** The phone's clock is wrong. */
  | { reason: 'clock'; trouble: ClockTrouble };

interface Deps {
  /** The database itself, never a transaction: a code that was given stays spent whatever becomes of the rest. */
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'open'>;
}

/**
 * Whether a code of the account's OTP app is right now; it is spent with that, as is one that is right for another
 * moment: neither tells a guesser when to come back.
 * @param code six digits
 */
export async function verifyCode(
  { db, clock, sealing }: Deps,
  { accountId, code }: { accountId: string; code: string },
): Promise<Result<{ step: number }, CodeRefusal>> {
  const enrolment = await findEnrolment(db, accountId);
  if (!enrolment) return refuse({ reason: 'not-enrolled' });
  const now = clock.now();
  // Loaded with the first code: six megabytes that single sign-on needs nothing of.
  const { judgeCode } = await import('./judge-code.ts');
  const verdict = judgeCode(sealing.open(enrolment.sealedSecret, totpContext(accountId)), code, now);
  if (verdict.is === 'wrong') {
    if (enrolment.strayOffset !== null) await noteStray(db, accountId, null);
    return refuse({ reason: 'wrong' });
  }
  const spent = await spendStep(db, { accountId, step: verdict.step, now });
  // Of a code for another moment nothing is told, asked once or twice.
  if (!spent) return refuse({ reason: verdict.is === 'right' ? 'used' : 'wrong' });
  if (verdict.is === 'right') {
    if (enrolment.strayOffset !== null) await noteStray(db, accountId, null);
    return ok({ step: verdict.step });
  }
  await noteStray(db, accountId, verdict.offset);
  const trouble = clockTroubleOf(enrolment.strayOffset, verdict.offset);
  return refuse(trouble ? { reason: 'clock', trouble } : { reason: 'wrong' });
}
