import type { MessageEvent, SeenMessage } from '../../features/messages/index.ts';
import { formatPhone } from '../../features/phones/index.ts';
import type { Instant } from '../../kernel/index.ts';
import { plain, textTable } from './text-table.ts';

/** So much of an id tells messages apart; `show` and `retry` take it. */
const SHORT_ID = 8;

/** `2026-05-04 09:00:02`, in UTC. */
export const timeOf = (instant: Instant): string =>
  new Date(instant).toISOString().slice(0, 19).replace('T', ' ');

/** An address, or a number as people write it. */
export const recipientText = (recipient: string): string => plain(formatPhone(recipient));

export function messageList(messages: readonly SeenMessage[]): string {
  if (messages.length === 0) return 'No message is like that.';
  const columns = [
    { heading: 'ID', width: SHORT_ID },
    { heading: 'RECORDED (UTC)', width: 19 },
    { heading: 'STATE', width: 9 },
    { heading: 'KIND', width: 20 },
    { heading: 'TO', width: 36 },
  ];
  const rows = messages.map(({ id, createdAt, state, kind, recipient }) => [
    id.slice(0, SHORT_ID),
    timeOf(createdAt),
    state,
    kind,
    recipientText(recipient),
  ]);
  return textTable(columns, rows);
}

export function messageDetails(message: SeenMessage, events: readonly MessageEvent[]): string {
  const { sentKind, sentSubject, sentAt, learnedAt, state } = message;
  const waits = state === 'queued' || state === 'deferred';
  const facts: [string, string | undefined][] = [
    ['Message', message.id],
    ['Kind', message.kind],
    ['To', recipientText(message.recipient)],
    ['About', message.about],
    ['Reference', message.reference ?? undefined],
    ['State', state],
    ['Tries', String(message.tries)],
    ['Recorded', timeOf(message.createdAt)],
    ['Sent', sentAt === null ? undefined : timeOf(sentAt)],
    ['Learned', learnedAt === null ? undefined : timeOf(learnedAt)],
    ['Sent as', sentKind === null || sentKind === message.kind ? undefined : sentKind],
    ['Subject', sentSubject ?? undefined],
    ['Next try', waits ? timeOf(message.dueAt) : undefined],
    ['Not after', timeOf(message.notAfter)],
  ];
  const lines = facts.flatMap(([label, value]) =>
    value === undefined ? [] : [`${label.padEnd(10)}  ${plain(value)}`],
  );
  return [...lines, '', eventTable(events), '', 'Times are UTC.'].join('\n');
}

function eventTable(events: readonly MessageEvent[]): string {
  const columns = [
    { heading: 'TIME', width: 19 },
    { heading: 'TRY', width: 4 },
    { heading: 'WHAT', width: 9 },
    { heading: 'SOURCE', width: 11 },
    { heading: 'CODE', width: 8 },
    { heading: 'SERVER', width: 39 },
  ];
  const [head = '', ...rows] = textTable(
    columns,
    events.map(({ at, try: number, what, source, code, server }) => [
      timeOf(at),
      String(number),
      what,
      source,
      code ?? '',
      server ?? '',
    ]),
  ).split('\n');
  const withWords = rows.flatMap((row, at) => [row, ...wrapped(plain(events[at]?.words ?? ''))]);
  return [head, ...withWords].join('\n');
}

const INDENT = ' '.repeat(6);

/** Words under their event, in lines of at most a hundred characters. */
function wrapped(words: string): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ').filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= 100)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(INDENT + word.slice(0, 94));
  }
  return lines;
}
