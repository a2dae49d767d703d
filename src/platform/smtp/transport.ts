import { Transform } from 'node:stream';
import { minutes } from '../../kernel/index.ts';
import type { Accepted, AnswerTurn } from './answer-turn.ts';
import type { Letter } from './compose.ts';
import { type Connection, openConnection } from './connection.ts';
import { type Delivery, type Stage, triedOfFault, type Unusable, wordsOfReply } from './delivery.ts';
import { openPool, type Pool } from './pool.ts';
import type { SmtpSettings } from './smtp-settings.ts';

/** For a relay that was reached and lets us wait before it takes a byte of the message: others may be faster. */
const BEFORE_DATA = minutes(1);

/** The connections to one relay. */
export interface Connections {
  /** Never throws for what the relay or the network does. */
  pass(letter: Letter, watch: Watch): Promise<Delivery | Unusable>;
  close(): void;
}

interface Watch {
  turn: AnswerTurn;
  /** Called when the relay has let us in. */
  letIn(): void;
}

export function openConnections(settings: SmtpSettings & { connections: number }): Connections {
  const pool = openPool(settings.connections, (ended) => openConnection(settings, ended));
  return {
    async pass(letter, watch) {
      await watch.turn.approach?.();
      const tried = await passBy(pool, await pool.take(), letter, watch);
      if (tried !== 'stale') return tried;
      return (await passBy(pool, await pool.take({ isNew: true }), letter, watch)) as Delivery | Unusable;
    },
    close: () => pool.close(),
  };
}

/** @returns `stale` where the relay had ended a connection between two mails, and took no byte of this one */
async function passBy(
  pool: Pool,
  connection: Connection,
  letter: Letter,
  { turn, letIn }: Watch,
): Promise<Delivery | Unusable | 'stale'> {
  const wasKept = connection.mails() > 0;
  let stage: Stage = 'opening';
  let odd: string | undefined;
  const waiting = setTimeout(() => connection.end(tooSlow()), BEFORE_DATA);
  const body = heldAtItsEnd(() => {
    // The library would go ahead after 250 as well.
    if (!connection.lastReply().startsWith('354')) {
      odd = connection.lastReply();
      throw new Error('The relay did not say "go ahead".');
    }
    stage = 'data';
    clearTimeout(waiting);
    return letter.raw;
  }, turn);
  try {
    await connection.open();
    stage = 'envelope';
    letIn();
    return await handed(connection, letter, body, turn);
  } catch (fault) {
    if (wasKept && !hasGoneOn(stage) && isEnd(fault)) return 'stale';
    turn.end();
    if (odd !== undefined) return { outcome: 'unusable', words: oddWords(odd), down: false };
    return triedOfFault(fault, stage);
  } finally {
    clearTimeout(waiting);
    pool.giveBack(connection);
  }
}

const hasGoneOn = (stage: Stage): boolean => stage === 'data';

/** The connection has ended, or the relay says that it is about to. */
function isEnd(fault: unknown): boolean {
  const { code = '', responseCode } = fault as { code?: string; responseCode?: number };
  return responseCode === 421 || code === 'ECONNECTION' || code === 'ESOCKET';
}

const tooSlow = (): Error => Object.assign(new Error('It let us wait for a minute.'), { code: 'ETIMEDOUT' });

/** What is written once it is read, and whose end waits for its turn: the final dot is what a relay answers. */
function heldAtItsEnd(write: () => Buffer, turn: AnswerTurn): Transform {
  const held = new Transform({
    transform: (chunk, _, done) => done(null, chunk),
    flush: (done) => void turn.begin().then(() => done(), done),
  });
  // A connection reads from it when DATA is answered.
  return held.once('resume', () => {
    try {
      held.end(write());
    } catch (fault) {
      held.destroy(fault as Error);
    }
  });
}

/** Not as a promise of the library's: "accepted" is told before anything else can run. */
function handed(
  connection: Connection,
  letter: Letter,
  body: Transform,
  turn: AnswerTurn,
): Promise<Accepted> {
  const { promise, resolve, reject } = Promise.withResolvers<Accepted>();
  connection.send(letter, body, (fault, reply) => {
    if (fault) return reject(fault);
    const accepted: Accepted = { outcome: 'accepted', code: reply.slice(0, 3), words: wordsOfReply(reply) };
    turn.accepted?.(accepted);
    resolve(accepted);
  });
  return promise;
}

const oddWords = (reply: string): string =>
  `It took nothing: its answer to DATA was not 354, but ${reply.slice(0, 3)} ${wordsOfReply(reply)}`;
