import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { domainToASCII } from 'node:url';
import type { SMTPServer, SMTPServerDataStream, SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import { newId, seconds } from '../../kernel/index.ts';
import { type PortNeed, whenListening } from '../http/index.ts';
import { type Admission, admitConnections, type Limits, usualLimits } from './admit-connections.ts';
import { firstBytes, LARGEST } from './first-bytes.ts';
import { type SmtpConnection, watchReplies } from './watch-replies.ts';

export interface TakenMail {
  /** The one address that it came to. */
  recipient: string;
  /** Headers and body, up to the size that is kept. */
  raw: Buffer;
  /** The client's address. */
  from: string;
}

export interface SmtpIntakeSettings {
  host: string;
  need: PortNeed;
  /** What the server calls itself. */
  name: string;
  /** Offers STARTTLS. */
  tls?: { cert: Buffer; key: Buffer } | undefined;
  /** Whether mail to this address is taken. */
  accepts(address: string): boolean;
  /** Resolves once the mail is safe on disk. Where it throws, the other side is asked to try again. */
  take(mail: TakenMail): Promise<void>;
  /** Told of what `take` threw, which must not surface anywhere else. */
  onFault(fault: unknown): void;
  limits?: Partial<Limits> | undefined;
}

export interface SmtpIntake {
  port: number;
  /** Lets mail under way be filed for half a second, then closes every connection. */
  stop(): Promise<void>;
}

const PATIENCE = 500;
const IDLE = seconds(30);
const LONGEST_COMMAND = 2048;
const BUSY = '421 4.7.0 Too busy, try again later\r\n';

/** What goes on at the moment. */
interface Intake {
  admission: Admission;
  lines: Map<string, { socket: Socket; connection: SmtpConnection }>;
  mails: Set<Promise<void>>;
}

/**
 * An SMTP server that takes mail for the addresses that `accepts` knows and for nobody else, one recipient at a time,
 * and never sends any. Nothing that a client does is thrown.
 * @throws PortTaken
 */
export async function openSmtpIntake(settings: SmtpIntakeSettings): Promise<SmtpIntake> {
  const admission = admitConnections({ ...usualLimits, ...settings.limits });
  const intake: Intake = { admission, lines: new Map(), mails: new Set() };
  let smtp: Promise<SMTPServer> | undefined;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (!admission.admits(socket)) {
      socket.write(BUSY);
      return socket.destroySoon();
    }
    smtp ??= openSmtp(settings, intake);
    smtp.then((opened) => talk(opened, intake, socket)).catch(settings.onFault);
  });
  await whenListening(server, settings.need, () => server.listen(settings.need.port, settings.host)).catch(
    (fault) => {
      admission.endAll();
      throw fault;
    },
  );
  // Such as no file descriptors left: those who could not come in try again.
  server.on('error', () => {});
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const { promise: closed, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      (await smtp?.catch(() => undefined))?.close();
      await Promise.race([Promise.all(intake.mails), sleep(PATIENCE, undefined, { ref: false })]);
      admission.endAll();
      await closed;
    },
  };
}

/** Loaded with the first who comes: it takes ten megabytes. */
async function openSmtp(settings: SmtpIntakeSettings, intake: Intake): Promise<SMTPServer> {
  const { SMTPServer } = await import('smtp-server');
  const smtp = new SMTPServer(serverOptions(settings, intake));
  // Clients that break off are everyday; an error that nobody listens to would end the process.
  smtp.on('error', () => {});
  return smtp;
}

function talk(smtp: SMTPServer, { lines }: Intake, socket: Socket): void {
  if (socket.destroyed) return;
  const id = newId();
  smtp.connect(socket, { id });
  for (const connection of smtp.connections) {
    if (connection.id !== id) continue;
    watchReplies(connection);
    lines.set(id, { socket, connection });
  }
}

function serverOptions(settings: SmtpIntakeSettings, { admission, lines, mails }: Intake): SMTPServerOptions {
  const { name, tls, accepts } = settings;
  return {
    name,
    heloResponse: '%s',
    // Whoever has a larger mail learns so before sending it; of the others only the beginning is kept.
    size: LARGEST,
    ...tls,
    disabledCommands: ['AUTH', 'VRFY', 'HELP', 'WIZ', 'SHELL', 'KILL', 'XCLIENT', 'XFORWARD'].concat(
      tls ? [] : 'STARTTLS',
    ),
    authOptional: true,
    hideENHANCEDSTATUSCODES: false,
    disableReverseLookup: true,
    logger: false,
    maxRecipients: 1,
    maxCommandLength: LONGEST_COMMAND,
    socketTimeout: IDLE,
    onMailFrom(_, { remoteAddress }, done) {
      done(admission.admitsMail(remoteAddress) ? null : refusal(450, 'Too many mails, try again later'));
    },
    onRcptTo({ address }, { id }, done) {
      if (!accepts(withAsciiDomain(address))) return done(refusal(550, 'No such address here'));
      const line = lines.get(id);
      if (line) admission.prolong(line.socket);
      done();
    },
    onData(stream, session, done) {
      const mail = takeMail(settings, admission, stream, session)
        .then((refused) => {
          done(refused);
          // What is still on its way is not waited for.
          if (refused && !stream.readableEnded) lines.get(session.id)?.connection.close();
        })
        .catch(settings.onFault)
        .finally(() => mails.delete(mail));
      mails.add(mail);
    },
    onClose: ({ id }) => void lines.delete(id),
  };
}

/** @returns what the other side is refused with, if it is */
async function takeMail(
  { take, onFault }: SmtpIntakeSettings,
  admission: Admission,
  stream: SMTPServerDataStream,
  { envelope, remoteAddress }: SMTPServerSession,
): Promise<Error | undefined> {
  const recipient = withAsciiDomain(envelope.rcptTo[0]?.address ?? '');
  const admits = (bytes: number) => admission.admitsBytes(remoteAddress, bytes);
  const raw = await firstBytes(stream, admits).catch(() => 'broken-off' as const);
  if (raw === 'broken-off') return refusal(451, 'The mail broke off');
  if (raw === 'too-much') return refusal(451, 'Too much at once, try again later');
  if (raw === 'too-large') return refusal(552, 'Larger than anything that is read here');
  try {
    await take({ recipient, raw, from: remoteAddress });
    return undefined;
  } catch (fault) {
    onFault(fault);
    return refusal(451, 'A fault here, try again later');
  }
}

const refusal = (responseCode: number, words: string): Error =>
  Object.assign(new Error(words), { responseCode });

/** The server hands domains on in Unicode; ours are written in ASCII everywhere. */
function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@');
  return address.slice(0, at + 1) + domainToASCII(address.slice(at + 1));
}
