import { type AuditEvent, recordEvent } from '../audit/index.ts';
import { normaliseAnswer } from '../security-questions/index.ts';
import type { Call } from './call.ts';
import type { CareDeps } from './care-deps.ts';
import { type Customer, partyOf, pinOfCustomer } from './customer.ts';

/** What an agent does, as the audit calls it. */
export type CareAct =
  | 'account-found'
  | 'pin-checked'
  | 'messages-read'
  | 'message-resent'
  | 'questions-read'
  | 'answers-given'
  | 'account-unlocked'
  | 'reset-started'
  | 'second-factor-reset'
  | 'link-removed'
  | 'link-moved'
  | 'sessions-ended'
  | 'email-returned';

export interface Done {
  what: CareAct;
  outcome: Extract<AuditEvent, { what: CareAct }>['outcome'];
  customer: Customer | undefined;
  serviceId?: string | undefined;
}

const LEFT_OUT = '(left out: it held the PIN)';

/** Records what an agent did, or was refused, and why, in the transaction of it. */
export async function recordAct(
  deps: Pick<CareDeps, 'db' | 'clock' | 'sealing'>,
  { agent, reason, operatingUser }: Call,
  { what, outcome, customer, serviceId }: Done,
): Promise<void> {
  // Nobody is told that it was: an agent could try PINs by what is said of a reason.
  const pin = customer && (await pinOfCustomer(deps, customer))?.pin;
  await recordEvent(deps, {
    ...{ what, outcome, who: `agent:${agent}`, serviceId },
    whom: customer && partyOf(customer),
    operatingUser,
    reason: pin !== undefined && holdsAny(reason, [pin]) ? LEFT_OUT : reason,
  } as AuditEvent);
}

const SHORTEST_SECRET = 4;

/** Whether a reason repeats something that the caller has said and that is kept nowhere. */
export function holdsAny(reason: string, secrets: readonly string[]): boolean {
  const plain = normaliseAnswer(reason);
  return secrets
    .map(normaliseAnswer)
    .some((secret) => secret.length >= SHORTEST_SECRET && plain.includes(secret));
}
