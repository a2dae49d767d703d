import { type Readable, Transform } from 'node:stream';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { type Clock, type Instant, minutes, seconds } from '../../kernel/index.ts';
import { type Delivery, type Stage, triedOfFault, type Unusable, wordsOfReply } from './delivery.ts';
import type { dkimOptions } from './dkim.ts';
import { openRoom } from './room.ts';

export interface SmtpSettings {
  host: string;
  port: number;
  /** TLS from the first byte. */
  secure: boolean;
  /** Refuse to send where the relay does not offer STARTTLS. */
  requireTls: boolean;
  user?: string | undefined;
  password?: string | undefined;
  /** What it is called in reports and the log; its host where absent. */
  name?: string | undefined;
  /** How many connections there may be at once. */
  connections?: number | undefined;
}

export interface RelayDeps {
  clock: Pick<Clock, 'now'>;
  dkim?: ReturnType<typeof dkimOptions> | undefined;
}

/** What mail leaves by, and how much of it at once. */
export interface Way {
  readonly name: string;
  readonly connections: number;
}

/** A turn for the one answer that decides whether a message was taken. */
export interface AnswerTurn {
  /** Before the last byte of the message goes out. */
  begin(): Promise<void>;
  /**
   * Where it is known that no answer comes, and where it was never begun too. A turn whose answer came is ended by
   * whoever gave it, once that is dealt with.
   */
  end(): void;
}

/** One relay, with its pool of connections. */
export interface Relay {
  readonly way: Way;
  /** Never throws for what the relay or the network does. */
  send(mail: SendMailOptions, turn: AnswerTurn): Promise<Delivery | Unusable>;
  /** It let nobody in a moment ago. */
  isDown(): boolean;
  close(): void;
}

/** To each relay, unless the configuration says more or fewer. */
const CONNECTIONS = 20;
/** Connections that a relay refuses one message in a row for now, while others have theirs. */
const MOST_REFUSED = 3;
/** So that not each message waits for a relay that is away. */
const STAYS_DOWN = seconds(30);
/** For a relay that was reached and lets us wait before it takes a byte of the message: others may be faster. */
const BEFORE_DATA = minutes(1);
/** A server may take minutes over a message that it has (RFC 5321, 4.5.3.2); meanwhile the lease is kept. */
const AFTER_DATA = minutes(5);

export function openRelay(settings: SmtpSettings, deps: RelayDeps): Relay {
  const { clock } = deps;
  const server = settings.name ?? settings.host;
  const connections = settings.connections ?? CONNECTIONS;
  const transport = openTransport({ ...settings, connections }, deps);
  const room = openRoom(connections, deps);
  let down: { until: Instant; last: Unusable } | undefined;
  let asking = false;

  const isDown = () => down !== undefined && clock.now() < down.until;
  /** @param asks whether it finds out if the relay is back; another one that it is down for is not tried */
  async function sendOnce(mail: SendMailOptions, turn: AnswerTurn, asks: boolean) {
    const { letIn, leave } = await room.enter();
    try {
      // Found out by another one, while this one waited.
      if (!asks && down && isDown()) return { tried: down.last, isRefused: false };
      const tried = await sendBy(transport, mail, { turn, letIn });
      const isDownNow = tried.outcome === 'unusable' && tried.down;
      // "Too many connections" says nothing of those that there are: this one waits for one of them.
      const isRefused = isDownNow && tried.code?.startsWith('4') === true && room.narrow();
      // Known before the next one is let in.
      down = isDownNow && !isRefused ? { until: clock.now() + STAYS_DOWN, last: tried } : undefined;
      return { tried, isRefused };
    } finally {
      leave();
    }
  }
  async function tryToSend(
    mail: SendMailOptions,
    turn: AnswerTurn,
    asks = false,
  ): Promise<Delivery | Unusable> {
    for (let goes = 1; ; goes++) {
      const { tried, isRefused } = await sendOnce(mail, turn, asks);
      if (tried.outcome !== 'unusable') return { ...tried, server };
      if (!isRefused || goes === MOST_REFUSED) return tried;
    }
  }

  return {
    way: { name: server, connections },
    isDown,
    async send(mail, turn) {
      if (!down || !isDown()) return tryToSend(mail, turn);
      // One asks whether it is back; the others need not wait for the answer.
      if (asking) return down.last;
      asking = true;
      return tryToSend(mail, turn, true).finally(() => {
        asking = false;
      });
    },
    close: () => transport.close(),
  };
}

/** What we hand to the library with each mail, beside what it knows. */
interface Watched extends SendMailOptions {
  signal: AbortSignal;
  reached(stage: Stage): void;
  turn: AnswerTurn;
}

type Transport = ReturnType<typeof openTransport>;

function openTransport(
  { host, port, secure, requireTls, user, password, connections }: SmtpSettings & { connections: number },
  { dkim }: RelayDeps,
) {
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: requireTls && !secure,
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    ...(dkim && { dkim }),
    pool: true,
    maxConnections: connections,
    // Only for a connection that was closed before it took a byte of the message.
    ...{ maxRequeues: 2 },
    connectionTimeout: seconds(10),
    greetingTimeout: seconds(10),
    socketTimeout: AFTER_DATA,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transport.use('stream', (mail, done) => {
    const { reached, turn } = mail.data as Watched;
    const create = mail.message.createReadStream.bind(mail.message);
    // A connection that is let in makes the stream, and reads from it once the server said "go ahead".
    mail.message.createReadStream = (options) => {
      reached('envelope');
      return heldAtItsEnd(() => {
        reached('data');
        return create(options);
      }, turn);
    };
    done();
  });
  return transport;
}

/** What is written once it is read, and whose end waits for its turn: the final dot is what a relay answers. */
function heldAtItsEnd(write: () => Readable, { begin }: AnswerTurn): Transform {
  const held = new Transform({
    transform: (chunk, _, done) => done(null, chunk),
    flush: (done) => void begin().then(() => done(), done),
  });
  return held.once('resume', () => {
    write()
      .once('error', (fault) => held.destroy(fault))
      .pipe(held);
  });
}

interface Watch {
  turn: AnswerTurn;
  /** Called when the relay has let us in. */
  letIn(): void;
}

async function sendBy(
  transport: Transport,
  mail: SendMailOptions,
  { turn, letIn }: Watch,
): Promise<Delivery | Unusable> {
  let stage: Stage = 'opening';
  const tooSlow = new AbortController();
  const waiting = setTimeout(() => tooSlow.abort(), BEFORE_DATA);
  const watched: Watched = {
    ...mail,
    turn,
    signal: tooSlow.signal,
    reached(next) {
      stage = next;
      letIn();
      if (next === 'data') clearTimeout(waiting);
    },
  };
  try {
    const { response } = await transport.sendMail(watched);
    return { outcome: 'accepted', code: response.slice(0, 3), words: wordsOfReply(response) };
  } catch (fault) {
    turn.end();
    return triedOfFault(fault, stage);
  } finally {
    clearTimeout(waiting);
  }
}
