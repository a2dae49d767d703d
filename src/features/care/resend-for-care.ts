import { ok, type Result, refuse } from '../../kernel/index.ts';
import { listMessagesOf, type RetryRefusal, retryInTransaction } from '../messages/index.ts';
import { Overtaken, resendInTransaction } from '../registration/index.ts';
import { type ActRefusal, actAfterPin } from './act-after-pin.ts';
import type { Call } from './call.ts';
import type { CareDeps } from './care-deps.ts';
import type { Customer } from './customer.ts';
import { findMessageOf, sentTo } from './messages-for-care.ts';

/** `put-back`: the message itself is tried again. `new-token`: to a registration, whose token before is void. */
export interface Resent {
  outcome: 'put-back' | 'new-token';
  to: string;
}

export type ResendRefusal =
  | ActRefusal
  | 'no-message'
  | Exclude<RetryRefusal, 'unknown'>
  /** Its token is of no use any more, and only the person can ask for another, in their own browser. */
  | 'token-over';

/**
 * Sends something to the caller again: to where it was sent before, and nowhere else. To somebody in the middle of registering
 * that is a new token, to the address that the registration has now.
 * @param id of the message, or a beginning of it that is no other's; without it the newest
 */
export async function resendForCare(
  deps: CareDeps,
  call: Call,
  { id }: { id?: string | undefined },
): Promise<Result<Resent, ResendRefusal>> {
  const resend = () =>
    actAfterPin<Resent, ResendRefusal>(deps, call, { what: 'message-resent' }, (inTransaction, customer) =>
      resendTo(inTransaction, customer, id),
    );
  try {
    return await resend();
  } catch (fault) {
    if (!(fault instanceof Overtaken)) throw fault;
    // Completed, or corrected, in this moment, and nothing was kept of it: what there is now decides.
    return resend();
  }
}

async function resendTo(
  deps: CareDeps,
  customer: Customer,
  id: string | undefined,
): Promise<Result<Resent, ResendRefusal>> {
  const message = id === undefined ? await newestOf(deps, customer) : await findMessageOf(deps, customer, id);
  if (!message.ok) return message;
  // A second token beside the first would be of no use: the newest alone counts.
  if (customer.kind === 'registration' && id === undefined) return sendNewToken(deps, customer);
  const tried = await retryInTransaction(deps, message.value.id);
  if (!tried.ok) return tried.error === 'unknown' ? refuse('no-message') : refuse(tried.error);
  if (tried.value.outcome === 'put-back')
    return ok({ outcome: 'put-back', to: tried.value.message.recipient });
  return customer.kind === 'registration' ? sendNewToken(deps, customer) : refuse('token-over');
}

async function newestOf(deps: CareDeps, customer: Customer) {
  const [newest] = await listMessagesOf(deps.db, { ...sentTo(customer), limit: 1 });
  return newest ? ok(newest) : refuse('no-message' as const);
}

async function sendNewToken(
  deps: CareDeps,
  { id, registration }: Extract<Customer, { kind: 'registration' }>,
): Promise<Result<Resent, ResendRefusal>> {
  const to = registration.email;
  const sent = await resendInTransaction(deps, { registrationId: id, to });
  return sent.ok ? ok({ outcome: 'new-token', to }) : refuse('not-found');
}
