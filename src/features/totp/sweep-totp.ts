import { type Clock, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { OFFER_CONFIRMS } from './offer-secret.ts';
import { deleteOldOffers, deleteOldSteps } from './totp.queries.ts';
import { stepAt } from './totp-step.ts';

/** Removes secrets that nobody confirmed, and steps that no code is recognised for any more. */
export async function sweepTotp({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  await deleteOldOffers(db, clock.now() - OFFER_CONFIRMS);
  await deleteOldSteps(db, stepAt(clock.now() - minutes(30)));
}
