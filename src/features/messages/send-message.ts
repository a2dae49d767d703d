import { type Instant, ok, type Result } from '../../kernel/index.ts';
import { giveBack, type SpentTry, spendTry } from '../throttle/index.ts';
import { type HandedOver, handOver } from './hand-over.ts';
import { keepLease, LEASE } from './keep-lease.ts';
import { kindOf } from './message-kinds.ts';
import { claimMessage, type Message } from './messages.queries.ts';
import { classifyReply } from './replies/index.ts';
import { nextTry } from './retries.ts';
import type { SendingDeps } from './sending-deps.ts';
import { settle, settleSent } from './settle.ts';

/** Takes a message up and tries it once, unless another node has it, its time is over or its address has had enough. */
export async function sendMessage(deps: SendingDeps, id: string): Promise<void> {
  const now = deps.clock.now();
  const message = await claimMessage(deps.db, { id, now, leasedUntil: now + LEASE });
  if (!message) return;
  if (message.notAfter <= now) return giveUp(deps, message, { source: 'worker', words: 'Its time is over.' });
  const counted = await countMail(deps, message);
  if (!counted.ok) return hold(deps, message, counted.error.retryAt);
  const lease = keepLease(deps, message);
  const tried = await tryOnce(deps, message);
  try {
    if (tried.outcome === 'accepted') return await settleSent(deps, message, tried);
    await settleUnsent(deps, message, tried);
  } finally {
    lease.end();
  }
  // What was not sent does not count, or a relay that is down would use up the day's budget.
  await Promise.all(counted.value.map((spent) => giveBack(deps, spent)));
}

async function tryOnce(deps: SendingDeps, message: Message): Promise<HandedOver | { outcome: 'fault' }> {
  try {
    return await handOver(deps, message);
  } catch (fault) {
    deps.log.error({ message: message.id, err: fault }, 'A message could not be written or sent.');
    return { outcome: 'fault' };
  }
}

/** Counts the mail on its budgets; a refusal says until when it has to wait. */
async function countMail(
  deps: SendingDeps,
  { kind, recipient }: Message,
): Promise<Result<SpentTry[], { retryAt: Instant }>> {
  const ofAddress = kindOf(kind).unasked ? 'unasked-mail-to-address' : 'mail-to-address';
  const counted = await spendTry(deps, ofAddress, recipient);
  if (!counted.ok) return counted;
  const overall = await spendTry(deps, 'all-mail', 'all');
  if (overall.ok) return ok([counted.value, overall.value]);
  await giveBack(deps, counted.value);
  return overall;
}

function settleUnsent(
  deps: SendingDeps,
  message: Message,
  tried: Exclude<HandedOver, { outcome: 'accepted' }> | { outcome: 'fault' },
): Promise<void> {
  if (tried.outcome === 'fault')
    return postpone(deps, message, { source: 'worker', words: 'A fault of our own.' });
  const source = kindOf(message.kind).channel === 'sms' ? 'sms' : 'smtp';
  const reply = { source, code: tried.code, words: tried.words, server: tried.server } as const;
  if (tried.outcome === 'not-now') return postpone(deps, message, reply);
  const what = classifyReply(tried);
  // Some answer "for good" to what passes, such as a mailbox that is busy: those are tried again too.
  return what === 'deferred'
    ? postpone(deps, message, reply)
    : settle(deps, message, { step: { what, ...reply } });
}

type Reason = Omit<Parameters<typeof settle>[2]['step'], 'what'>;

async function postpone(deps: SendingDeps, message: Message, reason: Reason): Promise<void> {
  const dueAt = nextTry(message, deps.clock.now());
  if (dueAt === undefined) return giveUp(deps, message, reason);
  await settle(deps, message, { step: { what: 'deferred', ...reason }, dueAt });
}

/** Too much has been sent already, to this address or at all: the message waits, and lapses with its token. */
async function hold(deps: SendingDeps, message: Message, dueAt: Instant): Promise<void> {
  const reason = { source: 'worker', words: 'Too many messages.' } as const;
  if (dueAt >= message.notAfter) return giveUp(deps, message, reason);
  await settle(deps, message, { step: { what: 'held', ...reason }, dueAt });
}

const giveUp = (deps: SendingDeps, message: Message, reason: Reason): Promise<void> =>
  settle(deps, message, { step: { what: 'abandoned', ...reason } });
