import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { type ClockTrouble, clockTroubleOf } from './clock-trouble.ts';
import { OFFER_CONFIRMS, offerContext } from './offer-secret.ts';
import {
  claimOffer,
  insertEnrolment,
  listOffers,
  noteStrayOfOffer,
  replaceEnrolment,
  spendStep,
} from './totp.queries.ts';

export type OfferRefusal =
  | { reason: 'wrong' }
  /** Right for another moment: whoever holds the secret on the screen guesses nothing, so it is said at once (decision 0019). */
  | { reason: 'clock'; trouble: ClockTrouble }
  /** No secret is shown there any more. */
  | { reason: 'over' };

interface Deps {
  /** The database itself, or a transaction for what else happens with it. */
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'seal' | 'open'>;
}

export interface ConfirmedOffer {
  id: string;
  secret: string;
  /** Of the code that was given. */
  step: number;
}

/**
 * Which of the secrets shown in this place the code belongs to. Changes nothing yet, but that one which is recognised as
 * that of another moment is kept in mind.
 */
export async function findConfirmedOffer(
  { db, clock, sealing }: Deps,
  { accountId, place, code }: { accountId: string; place: string; code: string },
): Promise<Result<ConfirmedOffer, OfferRefusal>> {
  const offers = await listOffers(db, { place, accountId, after: clock.now() - OFFER_CONFIRMS });
  if (offers.length === 0) return refuse({ reason: 'over' });
  const { judgeCode } = await import('./judge-code.ts');
  let trouble: ClockTrouble | undefined;
  for (const { id, sealedSecret } of offers) {
    const secret = sealing.open(sealedSecret, offerContext(id));
    const verdict = judgeCode(secret, code, clock.now());
    if (verdict.is === 'right') return ok({ id, secret, step: verdict.step });
    if (verdict.is === 'stray') {
      await noteStrayOfOffer(db, id, verdict.step);
      trouble ??= clockTroubleOf(verdict.offset, verdict.offset);
    }
  }
  return refuse(trouble ? { reason: 'clock', trouble } : { reason: 'wrong' });
}

/**
 * The secret becomes the account's, in the caller's transaction. False where another request took it first, or bound
 * another app.
 * @param replaces whether it may take the place of one that is there: by whoever has proven that one
 */
export async function takeOffer(
  { db, clock, sealing }: Deps,
  { accountId, place }: { accountId: string; place: string },
  { id, secret, step, replaces }: ConfirmedOffer & { replaces: boolean },
): Promise<boolean> {
  const now = clock.now();
  const straySteps = await claimOffer(db, { id, place });
  if (!straySteps) return false;
  const enrolment = {
    accountId,
    sealedSecret: sealing.seal(secret, totpContext(accountId)),
    enrolledAt: now,
  };
  if (replaces) await replaceEnrolment(db, enrolment);
  else if (!(await insertEnrolment(db, enrolment))) return false;
  // The code that confirmed it has been seen, and so have those of a clock that was ahead: they sign nobody in.
  for (const seen of [step, ...straySteps]) await spendStep(db, { accountId, step: seen, now });
  return true;
}

export const totpContext = (accountId: string): string => `totp:${accountId}`;
