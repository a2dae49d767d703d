import { type Instant, minutes, ok, type Result, refuse } from '../../kernel/index.ts';
import { judgePins } from '../pins/index.ts';
import type { Call } from './call.ts';
import { deletePermit, savePermit } from './care.queries.ts';
import type { CareDeps } from './care-deps.ts';
import { type Customer, candidatesFor, partyOf, pinOfCustomer } from './customer.ts';
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
 * hour, a no takes that away again: somebody else may be on the phone by now. Where several registrations of the address are
 * under way, the PIN says which of them is the caller's, and opens no other.
 */
export async function checkCallerPin(
  deps: CareDeps,
  call: Call,
  typed: string,
): Promise<Result<'yes' | 'no', PinRefusal>> {
  const { db, clock } = deps;
  if (holdsAny(call.reason, [typed])) return refuse({ reason: 'secret-in-reason' });
  const candidates = await candidatesFor(deps, call.email);
  const [first] = candidates;
  if (!first) {
    await recordAct(deps, call, { what: 'pin-checked', outcome: 'not-found', customer: first });
    return refuse({ reason: 'not-found' });
  }
  // Before it is compared: one that is changed in between leaves a permit for a PIN that is gone.
  const kept = await Promise.all(candidates.map((candidate) => pinOfCustomer(deps, candidate)));
  const verdict = await judgePins(
    deps,
    countedOn(first, call),
    async () => kept.map((each) => each?.pin),
    typed,
  );
  const place = verdict.ok ? verdict.value : undefined;
  const pin = place === undefined ? undefined : kept[place];
  const outcome = pin ? 'yes' : verdict.ok ? 'no' : 'too-many-tries';
  const customer = candidates[place ?? 0] ?? first;
  await db.transaction().execute(async (trx) => {
    const now = clock.now();
    const { agent } = call;
    for (const each of candidates) await deletePermit(trx, { customer: partyOf(each), agent });
    if (pin) {
      const lasts = { givenAt: now, expiresAt: now + PERMIT_LASTS };
      await savePermit(trx, { customer: partyOf(customer), agent, pinMark: pin.mark, ...lasts });
    }
    await recordAct({ ...deps, db: trx }, call, { what: 'pin-checked', outcome, customer });
  });
  return verdict.ok
    ? ok(pin ? 'yes' : 'no')
    : refuse({ reason: 'too-many-tries', retryAt: verdict.error.retryAt });
}

/** On the account; registrations share the tries of their address, so that nobody gets more by beginning more of them. */
const countedOn = (first: Customer, { email }: Call): string =>
  first.kind === 'account' ? first.id : `registrations of ${email}`;
