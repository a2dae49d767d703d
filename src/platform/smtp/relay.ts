import { createTransport, type SendMailOptions } from 'nodemailer';
import { type Clock, type Instant, minutes, seconds } from '../../kernel/index.ts';
import { type Delivery, type Stage, triedOfFault, type Unusable, wordsOfReply } from './delivery.ts';
import type { dkimOptions } from './dkim.ts';

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
}

export interface RelayDeps {
  clock: Pick<Clock, 'now'>;
  dkim?: ReturnType<typeof dkimOptions> | undefined;
}

/** One relay, with its pool of connections. */
export interface Relay {
  /** Never throws for what the relay or the network does. */
  send(mail: SendMailOptions): Promise<Delivery | Unusable>;
  /** It let nobody in a moment ago. */
  isDown(): boolean;
  close(): void;
}

/** Connections to each relay. */
export const CONNECTIONS = 10;
/** So that not each message waits for a relay that is away. */
const STAYS_DOWN = seconds(30);
/** For a relay that was reached and lets us wait before it takes a byte of the message: others may be faster. */
const BEFORE_DATA = minutes(1);
/** A server may take minutes over a message that it has (RFC 5321, 4.5.3.2); meanwhile the lease is kept. */
const AFTER_DATA = minutes(5);

export function openRelay(settings: SmtpSettings, deps: RelayDeps): Relay {
  const { clock } = deps;
  const server = settings.name ?? settings.host;
  const transport = openTransport(settings, deps);
  let down: { until: Instant; last: Unusable } | undefined;
  let asking = false;

  const isDown = () => down !== undefined && clock.now() < down.until;
  const tryToSend = async (mail: SendMailOptions): Promise<Delivery | Unusable> => {
    const tried = await sendBy(transport, mail);
    const last = tried.outcome === 'unusable' && tried.down ? tried : undefined;
    down = last && { until: clock.now() + STAYS_DOWN, last };
    return tried.outcome === 'unusable' ? tried : { ...tried, server };
  };

  return {
    isDown,
    async send(mail) {
      if (!down || !isDown()) return tryToSend(mail);
      // One asks whether it is back; the others need not wait for the answer.
      if (asking) return down.last;
      asking = true;
      return tryToSend(mail).finally(() => {
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
}

type Transport = ReturnType<typeof openTransport>;

function openTransport(
  { host, port, secure, requireTls, user, password }: SmtpSettings,
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
    maxConnections: CONNECTIONS,
    // Only for a connection that was closed before it took a byte of the message.
    ...{ maxRequeues: 2 },
    connectionTimeout: seconds(10),
    greetingTimeout: seconds(10),
    socketTimeout: AFTER_DATA,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transport.use('stream', (mail, done) => {
    const { reached } = mail.data as Watched;
    const create = mail.message.createReadStream.bind(mail.message);
    // A connection that is let in makes the stream, and reads from it once the server said "go ahead".
    mail.message.createReadStream = (options) => {
      reached('envelope');
      return create(options).once('resume', () => reached('data'));
    };
    done();
  });
  return transport;
}

async function sendBy(transport: Transport, mail: SendMailOptions): Promise<Delivery | Unusable> {
  let stage: Stage = 'opening';
  const tooSlow = new AbortController();
  const waiting = setTimeout(() => tooSlow.abort(), BEFORE_DATA);
  const watched: Watched = {
    ...mail,
    signal: tooSlow.signal,
    reached(next) {
      stage = next;
      if (next === 'data') clearTimeout(waiting);
    },
  };
  try {
    const { response } = await transport.sendMail(watched);
    return { outcome: 'accepted', code: response.slice(0, 3), words: wordsOfReply(response) };
  } catch (fault) {
    return triedOfFault(fault, stage);
  } finally {
    clearTimeout(waiting);
  }
}
