import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { listEvents, type MessageEvent } from './events.queries.ts';
import type { MessageKind } from './message-kinds.ts';
import { decisiveEvent, stateOf, type What } from './message-state.ts';
import { findNewestMessage, type Message } from './messages.queries.ts';
import { safeWords } from './safe-words.ts';

/** What people are told of a message. */
export type ReportState = 'waiting' | 'sent' | 'bounced' | 'blocked';

/** One line of what happened, in plain words that are safe to show. */
export interface TimelineEntry {
  at: Instant;
  what: What;
  text: string;
}

export interface DeliveryReport {
  state: ReportState;
  /** When it came to that: accepted, bounced or blocked. Absent while waiting. */
  at?: Instant;
  /** Of a bounce or block: the server's words, made safe. */
  reason?: string;
  /** Oldest first. */
  timeline: TimelineEntry[];
  /** When the server that we hand mail to took it, if it did. */
  sentAt?: Instant;
  /** When something was last learned. */
  learnedAt?: Instant;
}

/** Where the newest message of that kind about something, to one address, is. One that is not there yet is waited for. */
export async function deliveryReport(
  { db }: { db: Db },
  { about, to, kind }: { about: string; to: string; kind: MessageKind },
): Promise<DeliveryReport> {
  const message = await findNewestMessage(db, { about, to, kind });
  return message ? reportOf(message, await listEvents(db, message.id)) : { state: 'waiting', timeline: [] };
}

type Known = Pick<Message, 'recipient' | 'sentAt' | 'learnedAt'>;
type Event = Pick<MessageEvent, 'try' | 'what' | 'at' | 'source' | 'code' | 'words' | 'server'>;

/** The report as a function of what is known; the order of events does not matter. */
export function reportOf(message: Known, events: readonly Event[]): DeliveryReport {
  const decisive = decisiveEvent(events);
  return {
    ...(decisive ? verdictOf(decisive, events, message) : { state: 'waiting' }),
    timeline: timelineOf(events, message),
    ...(message.sentAt !== null && { sentAt: message.sentAt }),
    ...(message.learnedAt !== null && { learnedAt: message.learnedAt }),
  };
}

function verdictOf(
  decisive: Event,
  events: readonly Event[],
  { recipient }: Known,
): Pick<DeliveryReport, 'state' | 'at' | 'reason'> {
  const { at } = decisive;
  switch (stateOf([decisive])) {
    case 'queued':
    case 'sending':
    case 'deferred':
    case 'delayed':
      return { state: 'waiting' };
    case 'sent':
      return { state: 'sent', at };
    case 'blocked':
      return { state: 'blocked', at, reason: reasonOf(decisive, recipient) ?? NO_REASON };
    case 'bounced':
      return { state: 'bounced', at, reason: reasonOf(decisive, recipient) ?? NO_REASON };
    case 'abandoned':
      return { state: 'bounced', at, reason: lastReply(events, recipient) ?? NEVER_REACHED };
  }
}

const NO_REASON = 'the receiving server gave no reason';
const NEVER_REACHED = 'no mail server took it in time';

/** Why it was given up: what was answered last, by whoever answered at all. */
const lastReply = (events: readonly Event[], recipient: string): string | undefined =>
  inOrder(events)
    .map((event) => reasonOf(event, recipient))
    .findLast((reason) => reason !== undefined);

/**
 * What a server said, made safe. Undefined where no server has said it: what went wrong between us and the
 * relay names hosts and ports of our own, and is nothing that its reader could mend.
 */
function reasonOf({ what, source, code, words }: Event, recipient: string): string | undefined {
  if (words === null || source === 'worker' || source === 'operator') return undefined;
  if (source === 'smtp' && (code === null || aboutUs(what, code))) return undefined;
  return safeWords(words, { recipient, instead: NO_REASON });
}

/** The relay's refusal of ourselves, such as of our password, is tried again although it is one for good. */
const aboutUs = (what: What, code: string): boolean => what === 'deferred' && code.startsWith('5');

/** A server that reports again and again fills no page. */
const MOST_ENTRIES = 20;

function timelineOf(events: readonly Event[], { recipient }: Known): TimelineEntry[] {
  const shown = inOrder(events).filter(
    ({ what }, index, all) => what !== 'sending' || index === all.length - 1,
  );
  const kept = shown.length > MOST_ENTRIES ? [...shown.slice(0, 1), ...shown.slice(1 - MOST_ENTRIES)] : shown;
  return kept.map((event) => ({
    at: event.at,
    what: event.what,
    text: textOf(event, reasonOf(event, recipient)),
  }));
}

const inOrder = (events: readonly Event[]): Event[] =>
  [...events].sort(
    (left, right) =>
      left.try - right.try || left.at - right.at || usually.indexOf(left.what) - usually.indexOf(right.what),
  );

/** In which order things happen that happen in the same millisecond. */
const usually: readonly What[] = [
  'queued',
  'sending',
  'held',
  'deferred',
  'sent',
  'delayed',
  'delivered',
  'blocked',
  'bounced',
  'abandoned',
];

function textOf({ what, source, server }: Event, reason: string | undefined): string {
  const host = hostName(server);
  const by = host === undefined ? '' : ` by ${host}`;
  const because = reason === undefined ? '' : `: ${reason}`;
  switch (what) {
    case 'queued':
      return source === 'operator' ? 'Queued once more' : 'Queued';
    case 'sending':
      return 'Being handed to the mail server';
    case 'held':
      return 'Held for a while, and sent later';
    case 'deferred':
      return `Not taken yet${by}${because}`;
    case 'sent':
      return `Accepted${by}`;
    case 'delayed':
      return `Still being passed on${by}${because}`;
    case 'delivered':
      return `Delivered${by}`;
    case 'abandoned':
      return 'Given up';
    case 'blocked':
      return `Blocked${by}${because}`;
    case 'bounced':
      return `Bounced${by}${because}`;
  }
}

/** A host's name is shown where it is one and nothing else: a server can call itself anything. */
const hostName = (server: string | null): string | undefined =>
  server !== null && server.length <= 80 && /^(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/i.test(server)
    ? server.toLowerCase()
    : undefined;
