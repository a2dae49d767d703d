// A relay that says what the test wants, down to breaking off in the middle.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** What is said to each command; `hang up` breaks the connection, `reset` does so with a RST, `say nothing` leaves it open. */
export interface Script {
  greeting?: string;
  ehlo?: string;
  mail?: string;
  rcpt?: string;
  data?: string;
  rset?: string;
  starttls?: string;
  /** After the final dot. */
  taken?: string;
  /** Whoever is over it is told `421`. */
  mostConnections?: number;
  /** So many mails on one connection; whoever comes with another one is hung up on. */
  mostMails?: number;
  /** What is said to the first bytes after `starttls` was answered. */
  afterStarttls?: string;
  /** Whether every byte goes out by itself. */
  byBytes?: boolean;
}

export interface ScriptedRelay {
  port: number;
  /** Every line that was said to it, but for the mails' own. */
  heard: string[];
  /** Each mail that was ended with its dot. */
  mails: string[];
  /** How often somebody has connected. */
  connections(): number;
  stop(): Promise<void>;
}

const polite: Required<Script> = {
  mostConnections: Number.POSITIVE_INFINITY,
  mostMails: Number.POSITIVE_INFINITY,
  byBytes: false,
  afterStarttls: 'say nothing',
  greeting: '220 relay',
  ehlo: '250 relay',
  mail: '250 2.1.0 ok',
  rcpt: '250 2.1.5 ok',
  data: '354 go on',
  taken: '250 2.0.0 taken',
  rset: '250 ok',
  starttls: '500 what?',
};

export async function scriptedRelay(t: TestContext, script: Script = {}): Promise<ScriptedRelay> {
  const heard: string[] = [];
  const mails: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    const spoken = { ...polite, ...script };
    if (sockets.size > spoken.mostConnections) socket.end('421 4.7.0 Too many connections\r\n');
    else converse(socket, spoken, heard, mails);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  };
  t.after(stop);
  const { port } = server.address() as AddressInfo;
  return { port, heard, mails, connections: () => connections, stop };
}

function converse(socket: Socket, script: Required<Script>, heard: string[], mails: string[]): void {
  let received = '';
  let inMail = false;
  let inTls = false;
  let begun = 0;
  const write = script.byBytes ? byteWriter(socket) : (text: string) => void socket.write(text);
  const say = (what: string) => {
    if (what === 'hang up') socket.destroy();
    else if (what === 'reset') socket.resetAndDestroy();
    else if (what !== 'say nothing') write(`${what.replaceAll('\n', '\r\n')}\r\n`);
  };
  const { mostConnections, mostMails, byBytes, afterStarttls, ...said } = script;
  const replies: Record<string, string> = { ...said, quit: '221 bye' };
  const answer = (line: string) => {
    heard.push(line);
    const [command = ''] = line.toLowerCase().split(/[ :]/);
    if (command === 'mail') begun += 1;
    if (begun > mostMails) return void socket.destroy();
    if (command === 'data') inMail = script.data.startsWith('354');
    if (command === 'starttls') inTls = script.starttls.startsWith('220');
    say(replies[command] ?? '500 what?');
  };
  say(script.greeting);
  socket.on('data', (chunk) => {
    if (inTls) return say(afterStarttls);
    received += chunk;
    for (;;) {
      const end = inMail ? '\r\n.\r\n' : '\r\n';
      const at = received.indexOf(end);
      if (at < 0) return;
      const part = received.slice(0, at);
      received = received.slice(at + end.length);
      if (!inMail) {
        answer(part);
        continue;
      }
      inMail = false;
      mails.push(part);
      say(script.taken);
    }
  });
}

/** Writes one byte after the other, each in a packet of its own. */
function byteWriter(socket: Socket): (text: string) => void {
  let written = Promise.resolve();
  socket.setNoDelay(true);
  return (text) => {
    for (const byte of Buffer.from(text)) {
      written = written.then(async () => {
        if (socket.writable) socket.write(Buffer.from([byte]));
        await new Promise(setImmediate);
      });
    }
  };
}
