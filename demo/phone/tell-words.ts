import type { DatabaseSync } from 'node:sqlite';
import { Webhook } from 'standardwebhooks';
import { type Clock, minutes, seconds } from '../../src/kernel/index.ts';
import type { Running } from '../listen.ts';
import { findUntold, listUntold, markTold, type PendingWord } from './texts.queries.ts';

interface Deps {
  database: DatabaseSync;
  clock: Clock;
  secret: string;
}

const patience = seconds(3);
/** Master Account may be restarting. */
const again = seconds(5);
const givenUpAfter = minutes(10);

/** Tells Master Account what became of texts, each word until it has been taken; a restart forgets none. */
export function openTellWords(deps: Deps): Running & { tell(wordId: number, after: number): void } {
  const { database, clock } = deps;
  const timers = new Map<number, NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();

  const tell = (id: number, after: number): void => {
    const timer = setTimeout(() => {
      timers.delete(id);
      const telling = tellOnce(id).finally(() => underWay.delete(telling));
      underWay.add(telling);
    }, after);
    timers.set(id, timer);
  };
  const tellOnce = async (id: number): Promise<void> => {
    const word = findUntold(database, id);
    if (!word) return;
    const isTaken = await callBack(deps, word, stopping.signal);
    if (isTaken || clock.now() > word.dueAt + givenUpAfter) return markTold(database, word, clock.now());
    if (!stopping.signal.aborted) tell(id, again);
  };

  for (const { id, dueAt } of listUntold(database)) tell(id, Math.max(0, dueAt - clock.now()));
  return {
    tell,
    async stop() {
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}

async function callBack({ clock, secret }: Deps, word: PendingWord, stopping: AbortSignal): Promise<boolean> {
  const { id, trace, callback, status, code, reason } = word;
  const now = new Date(clock.now());
  const eventId = `demo-event-${id}`;
  const body = JSON.stringify({
    trace,
    status,
    at: now.toISOString(),
    eventId,
    ...(code && { code }),
    ...(reason && { reason }),
  });
  try {
    const answer = await fetch(callback, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': eventId,
        'webhook-timestamp': `${Math.floor(now.getTime() / 1000)}`,
        'webhook-signature': new Webhook(secret).sign(eventId, now, body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(patience), stopping]),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
