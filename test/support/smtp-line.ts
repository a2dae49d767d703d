import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** One connection to an SMTP server, spoken to line by line as no library would. */
export interface SmtpLine {
  socket: Socket;
  /** The next reply: all its lines, without the line ends between them. */
  reply(): Promise<string>;
  /** Sends a line, and reads the reply to it. */
  say(line: string): Promise<string>;
  /** Resolves when the other side has ended the connection. */
  ended: Promise<unknown>;
}

/** Connects; `from` is one of this machine's own addresses: 127.0.0.2 stands for another client than 127.0.0.3. */
export function dial(port: number, { from = '127.0.0.1' }: { from?: string } = {}): SmtpLine {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  socket.on('error', () => {});
  // Not once(): that fails where the other side resets the connection, which is an end as well.
  const { promise: ended, resolve } = Promise.withResolvers<unknown>();
  socket.once('close', resolve);
  const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]();
  const reply = async (): Promise<string> => {
    let all = '';
    for (;;) {
      const { value, done } = await lines.next();
      if (done) return all;
      all += value;
      if (/^\d{3}( |$)/.test(value)) return all;
    }
  };
  return {
    socket,
    ended,
    reply,
    async say(line) {
      socket.write(`${line}\r\n`);
      return reply();
    },
  };
}

/** Connects, and gets as far as the end of the greetings. */
export async function greeted(port: number, options?: { from?: string }): Promise<SmtpLine> {
  const line = dial(port, options);
  await line.reply();
  await line.say('EHLO relay.example.net');
  return line;
}
