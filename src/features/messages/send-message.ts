import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, type Instant, minutes, ok, type Result } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { Delivery, Mailer } from '../../platform/smtp/index.ts';
import { findAccountByEmail } from '../accounts/index.ts';
import { giveBack, type SpentTry, spendTry } from '../throttle/index.ts';
import { type Letterhead, letterOf } from './letters/index.ts';
import { type Filled, unaskedKinds } from './message-kinds.ts';
import { claimMessage, type Message, type Step, settleTry } from './messages.queries.ts';
import { nextTry } from './retries.ts';
import { sealingContext } from './sealing-context.ts';

export interface SendingDeps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  log: Pick<Log, 'warn' | 'error'>;
  mailer: Pick<Mailer, 'send'>;
  /** The configured sender. */
  from: { name: string; address: string };
  letterhead: Letterhead;
}

/** Longer than a try can take: whoever holds it past that is dead. */
const LEASE = minutes(5);

/** Takes a message up and tries it once, unless another node has it, its time is over or its address has had enough. */
export async function sendMessage(deps: SendingDeps, id: string): Promise<void> {
  const now = deps.clock.now();
  const message = await claimMessage(deps.db, { id, now, leasedUntil: now + LEASE });
  if (!message) return;
  if (message.notAfter <= now)
    return abandon(deps, message, { source: 'worker', words: 'Its time is over.' });
  const counted = await countMail(deps, message);
  if (!counted.ok) return hold(deps, message, counted.error.retryAt);
  const tried = await tryOnce(deps, message);
  if (tried.outcome === 'accepted') return settleSent(deps, message, tried);
  await settleUnsent(deps, message, tried);
  // What was not sent does not count, or a relay that is down would use up the day's budget.
  await Promise.all(counted.value.map((spent) => giveBack(deps, spent)));
}

type Tried =
  | (Extract<Delivery, { outcome: 'accepted' }> & { sentKind: string; sentSubject: string })
  | Exclude<Delivery, { outcome: 'accepted' }>
  | { outcome: 'fault' };

/** Writes the letter and hands it to the relay. Whatever fails in here fails before the relay has taken it. */
async function tryOnce(deps: SendingDeps, message: Message): Promise<Tried> {
  try {
    const filled = await whatIsSent(deps, message);
    const letter = letterOf(filled, deps.letterhead);
    const messageId = `${message.id}@${deps.from.address.split('@')[1]}`;
    const delivery = await deps.mailer.send({ from: deps.from, to: message.recipient, ...letter, messageId });
    if (delivery.outcome !== 'accepted') return delivery;
    return { ...delivery, sentKind: filled.kind, sentSubject: letter.subject };
  } catch (fault) {
    deps.log.error({ message: message.id, err: fault }, 'A message could not be written or sent.');
    return { outcome: 'fault' };
  }
}

/** Decided here, out of sight of whoever typed the address: one that has an account is not sent a token. */
async function whatIsSent({ db, sealing, letterhead }: SendingDeps, message: Message): Promise<Filled> {
  const filled = {
    kind: message.kind,
    fields: JSON.parse(sealing.open(message.sealedFields ?? '', sealingContext(message.id))),
  } as Filled;
  if (filled.kind !== 'registration-token') return filled;
  if (!(await findAccountByEmail(db, message.recipient))) return filled;
  return { kind: 'already-registered', fields: { link: `${letterhead.issuer}/` } };
}

/** Counts the mail on its budgets; a refusal says until when it has to wait. */
async function countMail(
  deps: SendingDeps,
  { kind, recipient }: Message,
): Promise<Result<SpentTry[], { retryAt: Instant }>> {
  const ofAddress = unaskedKinds.includes(kind) ? 'unasked-mail-to-address' : 'mail-to-address';
  const counted = await spendTry(deps, ofAddress, recipient);
  if (!counted.ok) return counted;
  const overall = await spendTry(deps, 'all-mail', 'all');
  if (overall.ok) return ok([counted.value, overall.value]);
  await giveBack(deps, counted.value);
  return overall;
}

/** Together shorter than the lease: no other node takes the message up meanwhile. Milliseconds. */
const SETTLING_PAUSES = [100, 300, 1000, 3000, 10_000, 30_000, 60_000];

/** It has been sent: a database that fails now must not have it sent once more, so that is written down until it is. */
async function settleSent(
  deps: SendingDeps,
  message: Message,
  { code, words, sentKind, sentSubject }: Extract<Tried, { outcome: 'accepted' }>,
): Promise<void> {
  const outcome = { state: 'sent', sentKind, sentSubject } as const;
  for (const pause of [...SETTLING_PAUSES, undefined]) {
    try {
      return await finish(deps, message, outcome, { what: 'sent', source: 'smtp', code, words });
    } catch (fault) {
      deps.log.error(
        { message: message.id, err: fault },
        'A message was sent, and that is not written down.',
      );
      if (pause !== undefined) await sleep(pause, undefined, { ref: false });
    }
  }
}

function settleUnsent(
  deps: SendingDeps,
  message: Message,
  tried: Exclude<Tried, { outcome: 'accepted' }>,
): Promise<void> {
  if (tried.outcome === 'fault')
    return postpone(deps, message, { source: 'worker', words: 'A fault of our own.' });
  const reply = { source: 'smtp', code: tried.code, words: tried.words } as const;
  return tried.outcome === 'refused' ? abandon(deps, message, reply) : postpone(deps, message, reply);
}

async function postpone(deps: SendingDeps, message: Message, reply: Omit<Step, 'what'>): Promise<void> {
  const dueAt = nextTry(message, deps.clock.now());
  if (dueAt === undefined) return abandon(deps, message, reply);
  await finish(deps, message, { state: 'queued', dueAt }, { what: 'deferred', ...reply });
}

/** Too much has been sent already, to this address or at all: the message waits, and lapses with its token. */
async function hold(deps: SendingDeps, message: Message, dueAt: Instant): Promise<void> {
  const reply = { source: 'worker', words: 'Too many messages.' } as const;
  if (dueAt >= message.notAfter) return abandon(deps, message, reply);
  await finish(deps, message, { state: 'queued', dueAt }, { what: 'held', ...reply });
}

const abandon = (deps: SendingDeps, message: Message, reply: Omit<Step, 'what'>): Promise<void> =>
  finish(deps, message, { state: 'abandoned' }, { what: 'abandoned', ...reply });

async function finish(
  { db, clock, log }: SendingDeps,
  message: Message,
  outcome: Parameters<typeof settleTry>[1]['outcome'],
  step: Step,
): Promise<void> {
  const ours = await settleTry(db, { message, outcome, step, now: clock.now() });
  if (!ours) log.warn({ message: message.id, step: step.what }, 'A message was settled by another node.');
}
