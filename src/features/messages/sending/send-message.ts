import { type Instant, ok, type Result } from '../../../kernel/index.ts';
import { withReference } from '../../../platform/log/index.ts';
import type { AnswerTurn } from '../../../platform/smtp/index.ts';
import { type SpanFacts, spanned } from '../../../platform/tracing/index.ts';
import { giveBack, type SpentTry, spendTry } from '../../throttle/index.ts';
import { kindOf } from '../message-kinds.ts';
import { isOvertaken, type Message } from '../messages.queries.ts';
import { classifyReply } from '../replies/index.ts';
import { reasonToSuppress } from '../suppress-notice.ts';
import { type AcceptedAs, type HandedOver, handOver } from './hand-over.ts';
import { keepLease, LEASE } from './keep-lease.ts';
import { nextTry } from './retries.ts';
import { sendingBudgets } from './sending-budgets.ts';
import type { TryDeps } from './sending-deps.ts';
import { type NotedSent, noteSent, settle, settleSent } from './settle.ts';
import { claimMessage } from './tries.queries.ts';

/** Takes a message up and tries it once, unless another node has it, its time is over or its address has had enough. */
export async function sendMessage(deps: TryDeps, id: string): Promise<void> {
  const now = deps.clock.now();
  const { db, turns } = deps;
  const message = await turns.together(() => claimMessage(db, { id, now, leasedUntil: now + LEASE }));
  if (!message) return;
  // Every line about it is found by the number that the person has seen.
  await withReference(
    () => message.reference ?? undefined,
    () => sendClaimed(deps, message, now),
  );
}

async function sendClaimed(deps: TryDeps, message: Message, now: Instant): Promise<void> {
  const { turns } = deps;
  if (message.notAfter <= now) return giveUp(deps, message, lapsed);
  const words = await turns.together(() => reasonNotToSend(deps, message));
  if (words) return giveUp(deps, message, { source: 'worker', words });
  const counted = await turns.together(() => countMessage(deps, message));
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

async function reasonNotToSend(deps: TryDeps, message: Message): Promise<string | undefined> {
  // Whoever reads two mails would type the token of the one that came last.
  const isVoid = kindOf(message.kind).token && (await isOvertaken(deps.db, message));
  return isVoid ? 'A newer token has taken its place.' : reasonToSuppress(deps, message);
}

type NotSent = Exclude<HandedOver, { outcome: 'accepted' }> | { outcome: 'fault' } | { outcome: 'lapsed' };

/** Its time ran out while a relay let it wait: the last byte does not go out, so that nobody has it. */
class Lapsed extends Error {}

async function tryOnce(deps: TryDeps, message: Message): Promise<NotedSent | NotSent> {
  const turns: AnswerTurn[] = [];
  const turnOf = (whom: string) => {
    const turn = deps.turns.answerFrom(whom);
    turns.push(turn);
    const begin = async () => {
      await turn.begin();
      if (message.notAfter <= deps.clock.now()) throw new Lapsed();
    };
    return { ...turn, begin };
  };
  let noted: NotedSent | undefined;
  const accepted = (handed: AcceptedAs) => {
    noted = noteSent(deps, message, handed);
  };
  try {
    const attributes: SpanFacts['attributes'] = { 'master_account.channel': message.channel };
    const handed = await spanned({ name: 'send message', kind: 'client', attributes }, async () => {
      const answer = await handOver({ ...deps, turnOf, accepted }, message);
      attributes['master_account.outcome'] = answer.outcome;
      return answer;
    });
    return handed.outcome === 'accepted' ? (noted ?? noteSent(deps, message, handed)) : handed;
  } catch (fault) {
    if (fault instanceof Lapsed) return { outcome: 'lapsed' };
    deps.log.error({ message: message.id, err: fault }, 'A message could not be written or sent.');
    return { outcome: 'fault' };
  } finally {
    // Not before it is noted: what waits for it would come in between.
    for (const turn of turns) turn.end();
  }
}

/** Counts the message on its budgets; a refusal says until when it has to wait. */
async function countMessage(
  deps: TryDeps,
  message: Message,
): Promise<Result<SpentTry[], { retryAt: Instant }>> {
  const counted: SpentTry[] = [];
  for (const [budget, subject] of sendingBudgets(message)) {
    const spent = await spendTry(deps, budget, subject);
    if (!spent.ok) {
      await Promise.all(counted.map((each) => giveBack(deps, each)));
      return spent;
    }
    counted.push(spent.value);
  }
  return ok(counted);
}

function settleUnsent(deps: TryDeps, message: Message, tried: NotSent): Promise<void> {
  if (tried.outcome === 'lapsed') return giveUp(deps, message, lapsed);
  if (tried.outcome === 'fault')
    return postpone(deps, message, { source: 'worker', words: 'A fault of our own.' });
  const source = message.channel === 'sms' ? 'sms' : 'smtp';
  const reply = { source, code: tried.code, words: tried.words, server: tried.server } as const;
  if (tried.outcome === 'not-now') {
    return postpone(deps, message, reply, 'retryAfter' in tried ? tried.retryAfter : undefined);
  }
  // A gateway for SMS says which it is; of mail servers' codes we have to tell ourselves.
  const what = ('what' in tried ? tried.what : undefined) ?? classifyReply(tried);
  // Some answer "for good" to what passes, such as a mailbox that is busy: those are tried again too.
  return what === 'deferred'
    ? postpone(deps, message, reply)
    : settle(deps, message, { step: { what, ...reply } });
}

const lapsed = { source: 'worker', words: 'Its time is over.' } as const;

type Reason = Omit<Parameters<typeof settle>[2]['step'], 'what'>;

async function postpone(deps: TryDeps, message: Message, reason: Reason, atLeast?: number): Promise<void> {
  const dueAt = nextTry(message, deps.clock.now(), atLeast);
  if (dueAt === undefined) return giveUp(deps, message, reason);
  await settle(deps, message, { step: { what: 'deferred', ...reason }, dueAt });
}

/** Too much has been sent already, to this address or at all: the message waits, and lapses with its token. */
async function hold(deps: TryDeps, message: Message, dueAt: Instant): Promise<void> {
  const reason = { source: 'worker', words: 'Too many messages.' } as const;
  if (dueAt >= message.notAfter) return giveUp(deps, message, reason);
  await settle(deps, message, { step: { what: 'held', ...reason }, dueAt });
}

const giveUp = (deps: TryDeps, message: Message, reason: Reason): Promise<void> =>
  settle(deps, message, { step: { what: 'abandoned', ...reason } });
