import type { Delivery } from '../../platform/smtp/index.ts';
import { findAccountByEmail } from '../accounts/index.ts';
import { letterOf } from './letters/index.ts';
import { type FilledLetter, type FilledText, kindOf } from './message-kinds.ts';
import { traceOf } from './message-trace.ts';
import type { Message } from './messages.queries.ts';
import { sealingContext } from './sealing-context.ts';
import type { SendingDeps } from './sending-deps.ts';
import { textOf } from './texts/index.ts';

type Accepted = Extract<Delivery, { outcome: 'accepted' }>;

export type HandedOver =
  | (Accepted & { sentAs: { sentKind: string; sentSubject: string | null } })
  | Exclude<Delivery, { outcome: 'accepted' }>;

/** Writes the message and hands it to whoever carries it on. Where it throws, nothing has been handed over. */
export async function handOver(deps: SendingDeps, message: Message): Promise<HandedOver> {
  return kindOf(message.kind).channel === 'sms' ? handOverText(deps, message) : handOverLetter(deps, message);
}

async function handOverLetter(deps: SendingDeps, message: Message): Promise<HandedOver> {
  const filled = await letterToSend(deps, message);
  const letter = letterOf(filled, deps.letterhead);
  const trace = traceOf(deps.sealing, { messageId: message.id, try: message.tries });
  const delivery = await deps.mailer.send({
    from: deps.from,
    to: message.recipient,
    ...letter,
    messageId: `${message.id}@${deps.from.address.split('@')[1]}`,
    ...deps.follow?.(trace),
  });
  if (delivery.outcome !== 'accepted') return delivery;
  return { ...delivery, sentAs: { sentKind: filled.kind, sentSubject: letter.subject } };
}

/** Decided here, out of sight of whoever typed the address: one that has an account is not sent a token. */
async function letterToSend(deps: SendingDeps, message: Message): Promise<FilledLetter> {
  const filled = fillingOf(deps, message) as FilledLetter;
  if (filled.kind !== 'registration-token') return filled;
  if (!(await findAccountByEmail(deps.db, message.recipient))) return filled;
  return { kind: 'already-registered', fields: { link: `${deps.letterhead.issuer}/` } };
}

async function handOverText(deps: SendingDeps, message: Message): Promise<HandedOver> {
  const filled = fillingOf(deps, message) as FilledText;
  if (!deps.sms) return { outcome: 'not-now', words: 'No SMS gateway is configured.' };
  const trace = traceOf(deps.sealing, { messageId: message.id, try: message.tries });
  const text = textOf(filled, { brand: deps.letterhead.brand });
  const delivery = await deps.sms.send({ to: message.recipient, text, trace });
  if (delivery.outcome !== 'accepted') return delivery;
  return { ...delivery, sentAs: { sentKind: filled.kind, sentSubject: null } };
}

function fillingOf({ sealing }: SendingDeps, { id, kind, sealedFields }: Message): unknown {
  return { kind, fields: JSON.parse(sealing.open(sealedFields ?? '', sealingContext(id))) };
}
