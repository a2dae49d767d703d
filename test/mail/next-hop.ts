// Where a Postfix of ours passes mail on to: the recipient's server, whose answers the test decides.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { until } from '../support/postfix.ts';

/** As a Postfix names a server on this machine. */
export const routeTo = (port: number): string => `smtp:[127.0.0.1]:${port}`;

export interface Arrived {
  /** The envelope's. */
  from: string;
  to: string;
  mail: ParsedMail;
  raw: string;
}

export interface NextHop {
  port: number;
  /** As a Postfix names it. */
  route: string;
  /** What it answers a recipient: `550 5.1.1 Not here`; accepted where undefined. */
  answer(recipient: string): string | undefined;
  arrived: Arrived[];
  /** Waits for so many mails to an address. */
  mailsTo(address: string, count?: number): Promise<Arrived[]>;
  stop(): Promise<void>;
}

/** Starts one. It does not know RFC 3461, so a Postfix that passes mail on to it writes the reports itself. */
export async function startNextHop({ port = 0 } = {}): Promise<NextHop> {
  const arrived: Arrived[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    // A Postfix keeps its connections open for a while.
    closeTimeout: 100,
    onRcptTo({ address }, _, done) {
      const [, code, words] = /^(\d{3}) (.*)$/.exec(hop.answer(address) ?? '') ?? [];
      done(code ? Object.assign(new Error(words), { responseCode: Number(code) }) : null);
    },
    async onData(stream, { envelope }, done) {
      const raw = (await stream.toArray()).join('');
      const from = envelope.mailFrom ? envelope.mailFrom.address : '';
      const mail = await simpleParser(raw);
      for (const { address: to } of envelope.rcptTo) arrived.push({ from, to, mail, raw });
      done();
    },
  });
  // A Postfix that is being stopped cuts its connections.
  server.on('error', () => undefined);
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const taken = (server.server.address() as AddressInfo).port;
  const hop: NextHop = {
    port: taken,
    route: routeTo(taken),
    answer: () => undefined,
    arrived,
    async mailsTo(address, count = 1) {
      const found = () => arrived.filter(({ to }) => to === address);
      await until(`${count} mails arrive for ${address}`, () => found().length >= count);
      return found();
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
  return hop;
}
