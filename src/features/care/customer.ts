import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Account, findAccountByEmail } from '../accounts/index.ts';
import { type KeptPin, keptPin, openKeptPin } from '../pins/index.ts';
import { listOpenRegistrationsOf, pinContext, type Registration } from '../registration/index.ts';
import type { Call } from './call.ts';
import { findPermit } from './care.queries.ts';
import type { CareDeps } from './care-deps.ts';

/** Who calls: somebody with an account, or in the middle of the wizard. */
export type Customer =
  | { kind: 'account'; id: string; account: Account }
  | { kind: 'registration'; id: string; registration: Registration };

/**
 * Whoever may have the address: the account; else each registration of it that can still go on, the newest first. Anybody
 * may have begun one, and whose the address is nobody has proven yet.
 */
export async function candidatesFor(
  { db, clock }: { db: Db; clock: Clock },
  email: string,
): Promise<Customer[]> {
  const account = await findAccountByEmail(db, email);
  if (account) return [{ kind: 'account', id: account.id, account }];
  const registrations = await listOpenRegistrationsOf(db, { email, now: clock.now() });
  return registrations.map((registration) => ({ kind: 'registration', id: registration.id, registration }));
}

/**
 * Whom a call is about: of several candidates the one whose PIN this agent was told, a short time ago; before that the
 * newest. So a registration that a stranger has begun for the address stands before nobody who knows their own PIN.
 */
export async function customerOf(
  deps: Pick<CareDeps, 'db' | 'clock' | 'sealing'>,
  { email, agent }: Pick<Call, 'email' | 'agent'>,
): Promise<Customer | undefined> {
  const candidates = await candidatesFor(deps, email);
  if (candidates.length < 2) return candidates[0];
  for (const customer of candidates) {
    const pin = await pinOfCustomer(deps, customer);
    const held = { customer: partyOf(customer), agent, pinMark: pin?.mark ?? '', now: deps.clock.now() };
    if (pin && (await findPermit(deps.db, held))) return customer;
  }
  return candidates[0];
}

export const partyOf = ({ kind, id }: Customer): `account:${string}` | `registration:${string}` =>
  kind === 'account' ? `account:${id}` : `registration:${id}`;

/** The PIN that Customer Care asks this caller for. */
export async function pinOfCustomer(
  deps: Pick<CareDeps, 'db' | 'sealing'>,
  customer: Customer,
): Promise<KeptPin | undefined> {
  if (customer.kind === 'account') return keptPin(deps, customer.id);
  const { sealedPin } = customer.registration;
  return sealedPin === null ? undefined : openKeptPin(deps.sealing, sealedPin, pinContext(customer.id));
}
