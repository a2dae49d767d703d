import type { Instant } from '../../kernel/index.ts';

/** Everything that can happen to a message. */
export const steps = [
  /** Recorded, or put back by an operator. */
  'queued',
  /** A node has taken it up. */
  'sending',
  /** Too much has been sent already: it waits, untried. */
  'held',
  /** The server answered "not now"; it is tried again. */
  'deferred',
  /** Accepted by the server that it was handed to. */
  'sent',
  /** That server still tries to pass it on. */
  'delayed',
  /** That server, or the provider, says that it has arrived. */
  'delivered',
  /** Given up. */
  'abandoned',
  /** The receiving side does not want it, or us. */
  'blocked',
  /** The mailbox is the trouble. */
  'bounced',
] as const;
export type What = (typeof steps)[number];

export const messageStates = [
  'queued',
  'sending',
  'deferred',
  'sent',
  'delayed',
  'bounced',
  'blocked',
  'abandoned',
] as const;
export type MessageState = (typeof messageStates)[number];

/** What of an event counts. */
export interface Happening {
  /** Which sending try it belongs to. */
  try: number;
  what: What;
  /** When it happened, by its source. */
  at: Instant;
}

/**
 * Of one try, what is further down counts more: words from afar arrive late, twice and in any order, so no
 * order of arrival may matter. A refusal after all outweighs an earlier "accepted".
 */
const WEIGHT: Record<What, number> = {
  queued: 0,
  sending: 1,
  held: 2,
  deferred: 3,
  abandoned: 4,
  sent: 5,
  delayed: 6,
  delivered: 7,
  blocked: 8,
  bounced: 8,
};

const STATE: Record<What, MessageState> = {
  queued: 'queued',
  sending: 'sending',
  held: 'queued',
  deferred: 'deferred',
  abandoned: 'abandoned',
  sent: 'sent',
  delayed: 'delayed',
  delivered: 'sent',
  blocked: 'blocked',
  bounced: 'bounced',
};

/**
 * The event that decides: of the latest try the weightiest, of equal ones the earliest. It depends on the set of
 * events alone, never on their order or number.
 * @returns undefined for no events
 */
export function decisiveEvent<Event extends Happening>(events: readonly Event[]): Event | undefined {
  const latest = Math.max(...events.map((event) => event.try));
  return events.filter((event) => event.try === latest).reduce(weightier, undefined as Event | undefined);
}

/** The state of a message, by all that is known of it. */
export function stateOf(events: readonly Happening[]): MessageState {
  const decisive = decisiveEvent(events);
  return decisive ? STATE[decisive.what] : 'queued';
}

function weightier<Event extends Happening>(left: Event | undefined, right: Event): Event {
  if (!left) return right;
  const order =
    WEIGHT[right.what] - WEIGHT[left.what] ||
    left.at - right.at ||
    // At the same instant the two refusals are told apart by name, so that chance decides nothing.
    (right.what > left.what ? 1 : right.what < left.what ? -1 : 0);
  return order > 0 ? right : left;
}
