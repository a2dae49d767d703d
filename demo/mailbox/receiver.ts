import type { DatabaseSync } from 'node:sqlite';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerEnvelope } from 'smtp-server';
import { type Clock, seconds } from '../../src/kernel/index.ts';
import { whenListening } from '../../src/platform/http/index.ts';
import { loopback, portNeed, type Running } from '../listen.ts';
import { openAnswers } from './answers.ts';
import type { Undeliverable } from './later-bounces.ts';
import { type Header, insertMessage } from './messages.queries.ts';
import { pretendDomainOf } from './pretend-domains.ts';

interface Deps {
  database: DatabaseSync;
  clock: Clock;
  /** Told of mail that is taken now and bounces later. */
  bounceLater(mail: Undeliverable): void;
}

const largestMessage = 5 * 1024 * 1024;

/** The SMTP server: no authentication, no encryption, loopback only. @throws PortTaken */
export async function receiveMail(deps: Deps, { port }: { port: number }): Promise<Running> {
  const answers = openAnswers();
  const server = new SMTPServer({
    banner: 'Lumen demo mailbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    authOptional: true,
    hideDSN: true,
    size: largestMessage,
    closeTimeout: 100,
    socketTimeout: seconds(60),
    onRcptTo: ({ address }, _, done) => {
      const refusal = answers.answerTo(address);
      done(refusal && Object.assign(new Error(refusal.words), { responseCode: refusal.code }));
    },
    onData: (stream, session, done) => {
      keepMessage(deps, stream, session.envelope).then(
        () => done(),
        (error: Error) => done(error),
      );
    },
  });
  const need = portNeed(port, 'SMTP_PORT', "the mailbox's SMTP server");
  // A client that breaks off is no reason to end the demo, which an unheard 'error' would.
  server.on('error', () => {});
  await whenListening(server.server, need, () => server.listen(port, loopback));
  return { stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Keeps one copy for each recipient of the envelope; when it returns, the message is on disk. */
async function keepMessage(
  { database, clock, bounceLater }: Deps,
  stream: SMTPServerDataStream,
  envelope: SMTPServerEnvelope,
) {
  const parsed = await simpleParser(stream, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
  });
  if (stream.sizeExceeded) {
    throw Object.assign(new Error('The message is larger than the mailbox takes'), { responseCode: 552 });
  }
  const returnPath = envelope.mailFrom ? envelope.mailFrom.address : '';
  for (const { address } of envelope.rcptTo) {
    const refusal = pretendDomainOf(address)?.laterRefusal;
    if (refusal) {
      const headers = parsed.headerLines.map(({ line }) => line).join('\r\n');
      bounceLater({ returnPath, recipient: address, refusal, headers });
      continue;
    }
    insertMessage(database, {
      to: address,
      from: parsed.from?.text ?? returnPath,
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
      html: parsed.html || '',
      headers: parsed.headerLines.map(headerOf),
      receivedAt: clock.now(),
    });
  }
}

/** A header line as it came in, unfolded. */
function headerOf({ line }: { line: string }): Header {
  const colon = line.indexOf(':');
  return {
    name: line.slice(0, colon),
    value: line
      .slice(colon + 1)
      .replaceAll(/\r?\n/g, '')
      .trim(),
  };
}
