import { ok, type Result, refuse } from '../../kernel/index.ts';
import { listMessagesOf, type MessageEvent, type SeenMessage, showMessage } from '../messages/index.ts';
import { type ActRefusal, actAfterPin } from './act-after-pin.ts';
import type { Call } from './call.ts';
import type { CareDeps } from './care-deps.ts';
import { type Customer, partyOf } from './customer.ts';

/** What was sent to the caller, the newest first; never what was in it. */
export const listMessagesForCare = (
  deps: CareDeps,
  call: Call,
  { limit }: { limit: number },
): Promise<Result<SeenMessage[], ActRefusal>> =>
  actAfterPin<SeenMessage[], never>(deps, call, { what: 'messages-read' }, async ({ db }, customer) =>
    ok(await listMessagesOf(db, { ...sentTo(customer), limit })),
  );

/**
 * One of them, with everything that happened to it.
 * @param id or a beginning of it that is no other's; one of somebody else is not found
 */
export const showMessageForCare = (
  deps: CareDeps,
  call: Call,
  { id }: { id: string },
): Promise<
  Result<{ message: SeenMessage; events: MessageEvent[] }, ActRefusal | 'no-message' | 'ambiguous'>
> =>
  actAfterPin(deps, call, { what: 'messages-read' }, async ({ db }, customer) => {
    const found = await findMessageOf({ db }, customer, id);
    if (!found.ok) return found;
    const shown = await showMessage(db, found.value.id);
    return shown.ok ? shown : refuse('no-message');
  });

/** A message of the customer's; one of somebody else is not found. */
export async function findMessageOf(
  { db }: Pick<CareDeps, 'db'>,
  customer: Customer,
  id: string,
): Promise<Result<SeenMessage, 'no-message' | 'ambiguous'>> {
  const shown = await showMessage(db, id);
  if (!shown.ok) return refuse(shown.error === 'ambiguous' ? 'ambiguous' : 'no-message');
  const { message } = shown.value;
  const theirs = sentTo(customer);
  const isTheirs = message.about === theirs.about || theirs.recipients.includes(message.recipient);
  return isTheirs ? ok(message) : refuse('no-message');
}

/** To a number only where it is known to be the caller's; of a registration, whose address nobody has proven, only its own. */
export function sentTo(customer: Customer): { recipients: string[]; about: string } {
  const about = partyOf(customer);
  if (customer.kind === 'registration') return { recipients: [], about };
  const { email, phone, phoneVerifiedAt } = customer.account;
  return { recipients: phone !== null && phoneVerifiedAt !== null ? [email, phone] : [email], about };
}
