import type { DatabaseSync } from 'node:sqlite';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { z } from 'zod';
import type { Clock } from '../../src/kernel/index.ts';
import { type Behaviour, behaviourOf } from './behaviours.ts';
import { findTextOfMessage, insertText, type NewText, updateTrace } from './texts.queries.ts';

export interface AnswerDeps {
  database: DatabaseSync;
  clock: Clock;
  /** `whsec_…`: what both sides sign with. */
  secret: string;
  wordAfter: number;
  /** Has a word told once it is due. */
  tell(wordId: number, after: number): void;
}

const call = z.object({
  id: z.string().min(1).max(200),
  to: z.string().regex(/^\+[1-9]\d{3,14}$/),
  text: z.string().max(1600),
  trace: z.string().min(1).max(200),
  callback: z.url(),
});

export interface Answer {
  status: 200 | 400 | 401 | 503;
  body: object;
}

/** Answers one call by the contract in docs/sms-gateway.md. Nobody but Master Account is answered. */
export function answerCall(deps: AnswerDeps, body: string, headers: Record<string, string>): Answer {
  if (!isSigned(deps.secret, body, headers)) return { status: 401, body: { error: 'bad-signature' } };
  const asked = call.safeParse(parseJson(body)).data;
  if (!asked) return { status: 400, body: { error: 'bad-call' } };
  const known = findTextOfMessage(deps.database, asked.id);
  if (known?.answer === 'accepted') {
    // Our answer got lost: it is sent once all the same, and told of by the newest try.
    updateTrace(deps.database, { ...asked, id: known.id });
    return { status: 200, body: { outcome: 'accepted', id: `demo-${known.id}` } };
  }
  const behaviour = behaviourOf(asked.to);
  const { id: messageId, ...text } = asked;
  return keep(deps, { ...text, messageId }, behaviour, answerBy(behaviour, known !== undefined));
}

function answerBy({ answer }: Behaviour, hasCalledBefore: boolean): NewText['answer'] {
  if (answer === 'never') return 'not-now';
  if (answer === 'not-now-first') return hasCalledBefore ? 'accepted' : 'not-now';
  return answer;
}

function keep(
  { database, clock, wordAfter, tell }: AnswerDeps,
  text: Omit<NewText, 'answer' | 'receivedAt'>,
  behaviour: Behaviour,
  answer: NewText['answer'],
): Answer {
  const receivedAt = clock.now();
  let after = 0;
  const words = (answer === 'accepted' ? behaviour.words : []).map((word) => {
    after += word.after ?? wordAfter;
    return { ...word, dueAt: receivedAt + after };
  });
  const kept = insertText(database, { ...text, answer, receivedAt }, words);
  for (const [index, id] of kept.words.entries()) tell(id, (words[index]?.dueAt ?? receivedAt) - receivedAt);
  if (answer === 'not-now') return { status: 503, body: { error: 'busy' } };
  return {
    status: 200,
    body:
      answer === 'refused'
        ? { outcome: 'refused', code: 'unknown', reason: 'There is no such number.' }
        : { outcome: 'accepted', id: `demo-${kept.id}` },
  };
}

function isSigned(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers, { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
