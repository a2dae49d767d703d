import type { TextDelivery } from '../../../platform/sms/index.ts';
import {
  type Accepted,
  type AnswerTurn,
  type Delivery,
  domainOf,
  type Mail,
  type Way,
} from '../../../platform/smtp/index.ts';
import { findAccountByEmail, isActive } from '../../accounts/index.ts';
import { maySendSms } from '../../phones/index.ts';
import { letterOf } from '../letters/index.ts';
import type { FilledLetter, FilledText } from '../message-kinds.ts';
import { traceOf } from '../message-trace.ts';
import type { Message } from '../messages.queries.ts';
import { sealingContext } from '../sealing-context.ts';
import { textOf } from '../texts/index.ts';
import type { SendingDeps, TryDeps } from './sending-deps.ts';
import type { SentAs } from './tries.queries.ts';

export type AcceptedAs = Accepted & { sentAs: SentAs };

export type HandedOver = AcceptedAs | Exclude<Delivery | TextDelivery, { outcome: 'accepted' }>;

interface HandOverDeps extends TryDeps {
  /** A turn for the answer of a relay or gateway; whoever gives it ends it, once the answer is noted. */
  turnOf(whom: string): AnswerTurn;
  /** Told of "accepted" as it is read; where nothing can tell so soon, it is known by what is given back. */
  accepted(delivery: AcceptedAs): void;
}

/** Writes the message and hands it to whoever carries it on. Where it throws, nothing has been handed over. */
export async function handOver(deps: HandOverDeps, message: Message): Promise<HandedOver> {
  return message.channel === 'sms' ? handOverText(deps, message) : handOverLetter(deps, message);
}

async function handOverLetter(deps: HandOverDeps, message: Message): Promise<HandedOver> {
  const { together } = deps.turns;
  const { mail, sentAs } = await together(() => mailOf(deps, message));
  const turnOf = ({ name }: Way): AnswerTurn => ({
    ...deps.turnOf(name),
    accepted: (delivery) => deps.accepted({ ...delivery, sentAs }),
  });
  const delivery = await deps.mailer.send(mail, { turnOf, together });
  return delivery.outcome === 'accepted' ? { ...delivery, sentAs } : delivery;
}

async function mailOf(deps: SendingDeps, message: Message): Promise<{ mail: Mail; sentAs: SentAs }> {
  const filled = await letterToSend(deps, message);
  const letter = letterOf(filled, deps.letterhead);
  const trace = traceOf(deps.sealing, { messageId: message.id, try: message.tries });
  const mail = {
    from: deps.from,
    to: message.recipient,
    ...letter,
    messageId: `${message.id}@${domainOf(deps.from.address)}`,
    ...deps.follow?.(trace),
  };
  return { mail, sentAs: { sentKind: filled.kind, sentSubject: letter.subject } };
}

/** Decided here, out of sight of whoever typed the address. */
async function letterToSend(deps: SendingDeps, message: Message): Promise<FilledLetter> {
  const filled = fillingOf(deps, message) as FilledLetter;
  const link = `${deps.letterhead.issuer}/`;
  switch (filled.kind) {
    // One that has an account is not sent a token to make one,
    case 'registration-token': {
      const isTaken = (await findAccountByEmail(deps.db, message.recipient)) !== undefined;
      return isTaken ? { kind: 'already-registered', fields: { link } } : filled;
    }
    // nor one to give it to another account,
    case 'email-change-token': {
      const isTaken = (await findAccountByEmail(deps.db, message.recipient)) !== undefined;
      return isTaken ? { kind: 'email-change-taken', fields: { link } } : filled;
    }
    // and one that has none that can be used is not sent one to get into it.
    case 'recovery-token':
    case 'recovery-token-known-device':
    case 'recovery-without-text': {
      const isUsable = isActive(await findAccountByEmail(deps.db, message.recipient));
      return isUsable ? filled : { kind: 'recovery-without-account', fields: { link } };
    }
    default:
      return filled;
  }
}

async function handOverText(deps: HandOverDeps, message: Message): Promise<HandedOver> {
  const filled = fillingOf(deps, message) as FilledText;
  if (!deps.sms) return { outcome: 'not-now', words: 'No SMS gateway is configured.' };
  const { id, recipient: to, tries } = message;
  const allowed = await maySendSms(to, deps.sms.allowedPrefixes);
  if (!allowed.ok) return { outcome: 'refused', what: 'blocked', words: whyNot[allowed.error] };
  const trace = traceOf(deps.sealing, { messageId: id, try: tries });
  const text = textOf(filled, deps.letterhead);
  await deps.turnOf('sms').begin();
  const delivery = await deps.sms.send({ id, to, text, trace });
  if (delivery.outcome !== 'accepted') return delivery;
  return { ...delivery, sentAs: { sentKind: filled.kind, sentSubject: null } };
}

/** For the person who waits for the text. */
const whyNot = {
  'prefix-not-allowed': 'No text messages are sent to numbers that begin like this one.',
  'kind-not-allowed': 'No text messages are sent to numbers of this kind.',
} as const;

function fillingOf({ sealing }: SendingDeps, { id, kind, sealedFields }: Message): unknown {
  return { kind, fields: JSON.parse(sealing.open(sealedFields ?? '', sealingContext(id))) };
}
