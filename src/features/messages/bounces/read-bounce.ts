import type { Word } from '../message-word.ts';
import { classifyLastReply, type Reply } from '../replies/index.ts';
import { decodedHeader, textOfHtml } from './decoding.ts';
import { readDeliveryStatus } from './delivery-status.ts';
import { findReason } from './find-reason.ts';
import type { Fields } from './mail-fields.ts';
import { type MailParts, readMail } from './mail-parts.ts';
import { answersByItself, openingOf } from './openings.ts';
import { readQuotedReply } from './quoted-reply.ts';

/** What a mail says of the message whose return path it came to. */
export type Said = Pick<Word, 'what' | 'code' | 'words' | 'server' | 'wordId'> & {
  /** When it happened, where the mail says so. */
  at?: number | undefined;
};

/**
 * Reads a delivery status notification (RFC 3464, 6533), or what servers write that know none of these.
 * @returns undefined for all other mail: answers, receipts, complaints, challenges, spam
 */
export function readBounce(raw: Buffer): Said | undefined {
  const mail = readMail(raw);
  const reported = fromDeliveryStatus(mail);
  if (reported === 'nothing') return undefined;
  const said = reported ?? fromPlainText(mail);
  if (!said) return undefined;
  const messageId = mail.headers.get('message-id')?.trim().slice(0, 500);
  const { recipient, ...what } = said;
  const own = messageId || [recipient, said.code, said.words, said.server, said.at].join('\n');
  return {
    ...what,
    at: said.at ?? instantOf(mail.headers.get('date')),
    // The same mail, delivered twice or by two ways, is one word.
    wordId: `${said.what} ${own}`,
  };
}

type Unsigned = Omit<Said, 'wordId'> & { recipient?: string | undefined };

const STATUS_PARTS = ['message/delivery-status', 'message/global-delivery-status'];

/** @returns `nothing` for a report that leaves open whether it arrives; undefined where there is none */
function fromDeliveryStatus(mail: MailParts): Unsigned | 'nothing' | undefined {
  const part = mail.parts.find(({ type }) => STATUS_PARTS.includes(type));
  if (!part) return undefined;
  const { message, recipients } = readDeliveryStatus(part.text());
  // Ours have one recipient. If there are more, one that did not get it matters most.
  const worst = recipients
    .map((recipient) => ({ recipient, action: actionOf(recipient) }))
    .reduce<{ recipient: Fields; action: Action | undefined } | undefined>(
      (left, right) => (left && rank(left.action) >= rank(right.action) ? left : right),
      undefined,
    );
  // Handed on to others, of whom reports may follow.
  if (worst?.action === 'expanded') return 'nothing';
  return worst?.action && aboutRecipient(mail, message, worst.recipient, worst.action);
}

type Action = 'failed' | 'delayed' | 'delivered' | 'expanded';

const rank = (action: Action | undefined): number =>
  action === undefined ? -1 : ['expanded', 'delivered', 'delayed', 'failed'].indexOf(action);

/** RFC 3464, 2.3.3; where it is missing, the class of the status tells. */
function actionOf(recipient: Fields): Action | undefined {
  const action = recipient.get('action')?.trim().toLowerCase() ?? '';
  if (/^fail|^error/.test(action)) return 'failed';
  if (action.startsWith('delay')) return 'delayed';
  if (action.startsWith('expand')) return 'expanded';
  if (/^(deliver|relay)/.test(action)) return 'delivered';
  const told = recipient.get('status') ?? bareDiagnostic(recipient);
  const byClass: Record<string, Action> = { 2: 'delivered', 4: 'delayed', 5: 'failed' };
  return byClass[/^\s*([245])[.\d]/.exec(told)?.[1] ?? ''];
}

function aboutRecipient(
  mail: MailParts,
  message: Fields,
  recipient: Fields,
  action: Exclude<Action, 'expanded'>,
): Unsigned {
  const diagnostic = readQuotedReply(bareDiagnostic(recipient));
  const inText = diagnostic.shown || action === 'delivered' ? undefined : findReason(textOf(mail));
  const reply = inText ?? diagnostic;
  const ofField = /[245]\.\d{1,3}\.\d{1,3}/.exec(recipient.get('status') ?? '')?.[0];
  // The receiving server's own status is the more exact one.
  const status = reply.status ?? ofField;
  return {
    what: meaningOf(action, { ...reply, status }),
    code: status ?? reply.code,
    words: reply.shown || undefined,
    server: hostOf(recipient.get('remote-mta')) ?? reply.server ?? hostOf(message.get('reporting-mta')),
    at: instantOf(recipient.get('last-attempt-date')),
    recipient: recipient.get('final-recipient') ?? recipient.get('original-recipient'),
  };
}

/** OpenSMTPD says so when it gives up, and calls it a delay all the same; other servers say 4.4.7 of true delays. */
const GIVEN_UP = /\benvelope expired\b/i;

const meaningOf = (action: Exclude<Action, 'expanded'>, reply: Reply): Word['what'] =>
  action === 'failed' || (action === 'delayed' && GIVEN_UP.test(reply.words))
    ? classifyLastReply(reply)
    : action;

/** Without its type: `smtp; 550 …`. */
const bareDiagnostic = (recipient: Fields): string =>
  (recipient.get('diagnostic-code') ?? '').replace(/^\s*[\w-]{1,40}\s{0,5};\s*/, '');

function fromPlainText(mail: MailParts): Unsigned | undefined {
  if (!isOfAServer(mail)) return undefined;
  const text = textOf(mail);
  const subject = decodedHeader(mail.headers.get('subject') ?? '');
  if (answersByItself(subject)) return undefined;
  const opening = openingOf(`${subject}\n${text}`);
  if (!opening) return undefined;
  const reason = findReason(text) ?? findReason(subject);
  const reply = reason ?? readQuotedReply('');
  // Some begin a report of success like any other.
  if ((reply.code ?? reply.status)?.startsWith('2')) return undefined;
  return {
    what: meaningOf(opening, reply),
    code: reply.status ?? reply.code,
    words: reply.shown || undefined,
    server: reply.server,
    recipient: mail.headers.get('x-failed-recipients'),
  };
}

/** Persons write about deliveries too; and to the return path nobody but servers should write. */
function isOfAServer({ headers, parts }: MailParts): boolean {
  if (parts.some(({ type }) => /^message\/(disposition-notification|feedback-report)$/.test(type)))
    return false;
  if (headers.has('x-failed-recipients')) return true;
  if (['x-autoreply', 'x-autorespond'].some((name) => headers.has(name))) return false;
  return /(^|[\s<"])mailer-?daemon\b|(^|[\s<"])(post-?master|(mail|smtp|mta)?-?daemon|mail(er)?[-_.]?delivery[\w.-]{0,30}|microsoftexchange\w{0,40})@|mail(er)? ?(delivery )?(daemon|sub-?system|system|administrator)/i.test(
    headers.get('from') ?? '',
  );
}

const LONGEST_TEXT = 40_000;

/** What people read of the mail: the plain text, else the HTML. */
function textOf({ parts }: MailParts): string {
  const plain = parts.find(({ type }) => type === 'text/plain')?.text() ?? '';
  const text = plain.trim()
    ? plain
    : textOfHtml(parts.find(({ type }) => type === 'text/html')?.text() ?? '');
  return text.slice(0, LONGEST_TEXT).replace(/\r\n?/g, '\n');
}

/** `dns; mx.example.com (192.0.2.1)`. */
const hostOf = (field: string | undefined): string | undefined =>
  /^(?:\s*[\w-]{1,20}\s{0,5};)?\s*\[?([\w.:-]{1,253}?)\.?\]?(?=[\s(;,[]|$)/.exec(field ?? '')?.[1];

function instantOf(date: string | undefined): number | undefined {
  const instant = Date.parse((date ?? '').slice(0, 100));
  return Number.isNaN(instant) ? undefined : instant;
}
