import { type Readable, Transform } from 'node:stream';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { minutes, seconds } from '../../kernel/index.ts';
import type { Accepted, AnswerTurn } from './answer-turn.ts';
import type { Letter } from './compose.ts';
import { type Delivery, type Stage, triedOfFault, type Unusable, wordsOfReply } from './delivery.ts';
import type { SmtpSettings } from './smtp-settings.ts';

/** For a relay that was reached and lets us wait before it takes a byte of the message: others may be faster. */
const BEFORE_DATA = minutes(1);
/** A server may take minutes over a message that it has (RFC 5321, 4.5.3.2); meanwhile the lease is kept. */
const AFTER_DATA = minutes(5);

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

/** What we hand to the library with each letter, beside what it knows. */
interface Watched extends SendMailOptions {
  signal: AbortSignal;
  reached(stage: Stage): void;
  /** The relay did not say "go ahead" to DATA, and the library would go ahead all the same. */
  notGoneAhead(reply: string): void;
  turn: AnswerTurn;
}

type Library = ReturnType<typeof openLibrary>;

export function openConnections(settings: SmtpSettings & { connections: number }): Connections {
  const library = openLibrary(settings);
  return {
    pass: (letter, watch) => pass(library, letter, watch),
    close: () => library.close(),
  };
}

function openLibrary({
  host,
  port,
  secure,
  requireTls,
  user,
  password,
  connections,
}: SmtpSettings & { connections: number }) {
  let lastReply = '';
  const library = createTransport({
    host,
    port,
    secure,
    requireTLS: requireTls && !secure,
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    pool: true,
    maxConnections: connections,
    // Only for a connection that was closed before it took a byte of the message.
    ...{ maxRequeues: 2 },
    connectionTimeout: seconds(10),
    greetingTimeout: seconds(10),
    socketTimeout: AFTER_DATA,
    disableFileAccess: true,
    disableUrlAccess: true,
    transactionLog: true,
    logger: hearing((reply) => {
      lastReply = reply;
    }),
  });
  library.use('stream', (mail, done) => {
    const { reached, notGoneAhead, turn } = mail.data as Watched;
    const create = mail.message.createReadStream.bind(mail.message);
    // A connection that is let in makes the stream, and reads from it, at once, when DATA is answered.
    mail.message.createReadStream = (options) => {
      reached('envelope');
      return heldAtItsEnd(() => {
        if (!lastReply.startsWith('354')) {
          notGoneAhead(lastReply);
          throw new Error('The relay did not say "go ahead".');
        }
        reached('data');
        return create(options);
      }, turn);
    };
    done();
  });
  return library;
}

/** The library's log, of which only what relays say is heard. */
function hearing(heard: (reply: string) => void) {
  const nothing = () => undefined;
  const debug = (entry: { tnx?: string }, words: string) => {
    if (entry.tnx === 'server') heard(words);
  };
  return {
    level: nothing,
    trace: nothing,
    debug,
    info: nothing,
    warn: nothing,
    error: nothing,
    fatal: nothing,
  };
}

/** What is written once it is read, and whose end waits for its turn: the final dot is what a relay answers. */
function heldAtItsEnd(write: () => Readable, turn: AnswerTurn): Transform {
  const held = new Transform({
    transform: (chunk, _, done) => done(null, chunk),
    flush: (done) => void turn.begin().then(() => done(), done),
  });
  return held.once('resume', () => {
    try {
      write()
        .once('error', (fault) => held.destroy(fault))
        .pipe(held);
    } catch (fault) {
      held.destroy(fault as Error);
    }
  });
}

async function pass(library: Library, letter: Letter, { turn, letIn }: Watch): Promise<Delivery | Unusable> {
  let stage: Stage = 'opening';
  let odd: string | undefined;
  await turn.approach?.();
  const tooSlow = new AbortController();
  const waiting = setTimeout(() => tooSlow.abort(), BEFORE_DATA);
  const watched: Watched = {
    ...letter,
    turn,
    signal: tooSlow.signal,
    reached(next) {
      stage = next;
      letIn();
      if (next === 'data') clearTimeout(waiting);
    },
    notGoneAhead(reply) {
      odd = reply;
    },
  };
  try {
    return await handed(library, watched);
  } catch (fault) {
    turn.end();
    if (odd !== undefined) return { outcome: 'unusable', words: oddWords(odd), down: false };
    return triedOfFault(fault, stage);
  } finally {
    clearTimeout(waiting);
  }
}

/** Not as a promise of the library's: "accepted" is told before anything else can run. */
function handed(library: Library, watched: Watched): Promise<Accepted> {
  const { promise, resolve, reject } = Promise.withResolvers<Accepted>();
  library.sendMail(watched, (fault, sent) => {
    if (fault) return reject(fault);
    const { response } = sent;
    const accepted: Accepted = {
      outcome: 'accepted',
      code: response.slice(0, 3),
      words: wordsOfReply(response),
    };
    watched.turn.accepted?.(accepted);
    resolve(accepted);
  });
  return promise;
}

const oddWords = (reply: string): string =>
  `It took nothing: its answer to DATA was not 354, but ${reply.slice(0, 3)} ${wordsOfReply(reply)}`;
