import type { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { minutes, seconds } from '../../kernel/index.ts';
import type { Letter } from './compose.ts';
import type { SmtpSettings } from './smtp-settings.ts';

/** A server may take minutes over a message that it has (RFC 5321, 4.5.3.2); meanwhile the lease is kept. */
const AFTER_DATA = minutes(5);
/** To forget a mail that it has refused takes a relay no time. */
const TO_FORGET = seconds(10);
/** Relays are not fond of connections that never end. */
const MOST_MAILS = 100;

/** One connection to a relay, for one mail at a time. */
export interface Connection {
  /** Connects, agrees on TLS and signs in, unless that is done. @throws what the library says of it */
  open(): Promise<void>;
  /** Hands a mail over; `done` is called once, in the very event in which the answer was read. */
  send(letter: Letter, body: Readable, done: Done): void;
  /** What the relay has said last on this very connection. */
  lastReply(): string;
  /** How many mails it has carried. */
  mails(): number;
  /** Makes it fit for another mail; false where it is not. */
  renew(): Promise<boolean>;
  /** Ends it at once; whoever waits for an answer is given the fault. */
  end(fault?: Error): void;
  /** Says goodbye first. */
  quit(): void;
}

type Done = (fault: unknown, reply: string) => void;

/** @param ended called once when it has ended, whoever ended it */
export function openConnection(settings: SmtpSettings, ended: () => void): Connection {
  const heard = { last: '' };
  const smtp = new SMTPConnection(optionsOf(settings, heard));
  let opening: Promise<void> | undefined;
  let mails = 0;
  let isOpen = false;
  let isOver = false;
  /** The last mail was refused, and has to be forgotten. */
  let isRefused = false;
  let awaited: ((fault: unknown) => void) | undefined;

  // Whoever waits for an answer is told of it as well; between two mails the end says enough.
  smtp.on('error', (fault) => awaited?.(fault));
  smtp.once('end', () => {
    isOver = true;
    // What the library has to say of it comes first.
    setImmediate(() => awaited?.(closed()));
    ended();
  });
  const open = () =>
    new Promise<void>((resolve, reject) => {
      awaited = reject;
      const finish = (fault: unknown) => {
        isOpen = !fault;
        if (fault) reject(fault);
        else resolve();
      };
      smtp.connect((fault) => {
        if (fault || settings.user === undefined || !smtp.allowsAuth) return finish(fault);
        const { user, password: pass = '' } = settings;
        smtp.login({ user, credentials: { user, pass } }, finish);
      });
    });
  const end = (fault?: Error) => {
    if (fault) awaited?.(fault);
    smtp.close();
  };

  return {
    open() {
      opening ??= open();
      return opening;
    },
    send({ envelope, dsn }, body, done) {
      const settle: Done = (fault, reply) => {
        if (awaited !== fail) return;
        awaited = undefined;
        mails += 1;
        isRefused = isRefusal(fault);
        // What else went wrong left it amid a mail.
        if (fault && !isRefused) smtp.close();
        done(fault, reply);
      };
      const fail = (fault: unknown) => settle(fault, '');
      awaited = fail;
      if (isOver) return void setImmediate(() => fail(closed()));
      // The library writes into what it is given.
      const given = { from: envelope.from, to: [...envelope.to], ...(dsn && { dsn: { ...dsn } }) };
      smtp.send(given, body, (fault, info) => settle(fault, info?.response ?? ''));
    },
    lastReply: () => heard.last,
    mails: () => mails,
    async renew() {
      if (!isOpen || isOver || mails >= MOST_MAILS) return false;
      if (!isRefused) return true;
      isRefused = false;
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const tooSlow = setTimeout(() => end(closed()), TO_FORGET);
      awaited = () => resolve(false);
      smtp.reset((fault) => resolve(!fault));
      return promise.finally(() => {
        clearTimeout(tooSlow);
        awaited = undefined;
      });
    },
    end,
    quit: () => smtp.quit(),
  };
}

function optionsOf(
  { host, port, secure, requireTls }: SmtpSettings,
  heard: { last: string },
): ConstructorParameters<typeof SMTPConnection>[0] {
  return {
    host,
    port,
    secure,
    requireTLS: requireTls && !secure,
    connectionTimeout: seconds(10),
    greetingTimeout: seconds(10),
    socketTimeout: AFTER_DATA,
    transactionLog: true,
    logger: hearing((reply) => {
      heard.last = reply;
    }),
  };
}

/** The library's log, of which only what the relay says is heard. */
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

/** The relay has refused the mail, and goes on listening. */
function isRefusal(fault: unknown): boolean {
  const { code, responseCode } = (fault ?? {}) as { code?: string; responseCode?: number };
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== 421;
}

const closed = (): Error =>
  Object.assign(new Error('The relay closed the connection.'), { code: 'ECONNECTION' });
