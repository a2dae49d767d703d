import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Account, findAccountByEmail } from '../accounts/index.ts';
import { type KeptPin, keptPin, openKeptPin } from '../pins/index.ts';
import { findOpenRegistrationOf, pinContext, type Registration } from '../registration/index.ts';
import type { CareDeps } from './care-deps.ts';

/** Who calls: somebody with an account, or in the middle of the wizard. */
export type Customer =
  | { kind: 'account'; id: string; account: Account }
  | { kind: 'registration'; id: string; registration: Registration };

/** Whoever has the address: the account, else the newest registration of it that can still go on. */
export async function customerOf(
  { db, clock }: { db: Db; clock: Clock },
  email: string,
): Promise<Customer | undefined> {
  const account = await findAccountByEmail(db, email);
  if (account) return { kind: 'account', id: account.id, account };
  const registration = await findOpenRegistrationOf(db, { email, now: clock.now() });
  return registration && { kind: 'registration', id: registration.id, registration };
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
