import { type Instant, minutes, ok, type Result, refuse } from '../../kernel/index.ts';
import { judgePin } from '../pins/index.ts';
import type { Call } from './call.ts';
import { deletePermit, savePermit } from './care.queries.ts';
import type { CareDeps } from './care-deps.ts';
import { customerOf, partyOf, pinOfCustomer } from './customer.ts';
import { holdsAny, recordAct } from './record-act.ts';

/** For so long after a right PIN the agent who was told it may act. */
export const PERMIT_LASTS = minutes(15);

export type PinRefusal =
  | { reason: 'not-found' }
  /** The reason holds what was typed: nothing was compared. */
  | { reason: 'secret-in-reason' }
  /** Five wrong ones within a day. */
  | { reason: 'too-many-tries'; retryAt: Instant };

/**
 * Whether the PIN that a caller says is right: yes or no. A yes lets this agent act for this customer for a quarter of an
 * hour, a no takes that away again: somebody else may be on the phone by now.
 */
export async function checkCallerPin(
  deps: CareDeps,
  call: Call,
  typed: string,
): Promise<Result<'yes' | 'no', PinRefusal>> {
  const { db, clock } = deps;
  if (holdsAny(call.reason, [typed])) return refuse({ reason: 'secret-in-reason' });
  const customer = await customerOf(deps, call.email);
  if (!customer) {
    await recordAct(deps, call, { what: 'pin-checked', outcome: 'not-found', customer });
    return refuse({ reason: 'not-found' });
  }
  // Before it is compared: one that is changed in between leaves a permit for a PIN that is gone.
  const kept = await pinOfCustomer(deps, customer);
  const verdict = await judgePin(deps, customer.id, async () => kept?.pin, typed);
  const outcome = verdict.ok ? verdict.value : 'too-many-tries';
  await db.transaction().execute(async (trx) => {
    const now = clock.now();
    const permit = { customer: partyOf(customer), agent: call.agent };
    if (outcome === 'yes' && kept) {
      await savePermit(trx, { ...permit, pinMark: kept.mark, givenAt: now, expiresAt: now + PERMIT_LASTS });
    } else {
      await deletePermit(trx, permit);
    }
    await recordAct({ ...deps, db: trx }, call, { what: 'pin-checked', outcome, customer });
  });
  return verdict.ok
    ? ok(verdict.value)
    : refuse({ reason: 'too-many-tries', retryAt: verdict.error.retryAt });
}
