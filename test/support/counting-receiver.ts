// A mail server in a process of its own: it takes everything, counts by Message-ID, and outlives whoever sends. It may be
// far away: then all that is said takes its time on the way, there and back.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Receiver {
  port: number;
  /** How often each message has arrived, by its Message-ID. */
  counts(): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

/** @param roundTrip milliseconds from a command to its answer, for nothing but the way */
export async function startReceiver({ roundTrip = 0 } = {}): Promise<Receiver> {
  const child = fork(import.meta.filename, ['receive', String(roundTrip)]);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    port,
    async counts() {
      child.send('counts');
      const [counts] = await once(child, 'message');
      return counts as Record<string, number>;
    },
    stop: () => ended(child),
  };
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.disconnect();
  await exit;
}

/** Passes on what comes, in its order, after the time that it takes one way. */
function farFrom(port: number, oneWay: number): Server {
  return createServer({ noDelay: true }, (client) => {
    const server = createConnection({ port, host: '127.0.0.1', noDelay: true });
    carry(client, server, oneWay);
    carry(server, client, oneWay);
  });
}

function carry(from: Socket, to: Socket, oneWay: number): void {
  from.on('data', (chunk) => setTimeout(() => to.write(chunk), oneWay));
  from.on('error', () => undefined).on('close', () => setTimeout(() => to.destroy(), oneWay));
}

async function receive(roundTrip: number): Promise<void> {
  const counts: Record<string, number> = {};
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    async onData(stream, _, done) {
      const chunks = await stream.toArray().catch(() => undefined);
      // Broken off before its end: not taken.
      if (!chunks) return;
      const text = Buffer.concat(chunks).toString();
      const [, id = 'none'] = /^Message-ID: <([^>]+)>/im.exec(text) ?? [];
      // Whoever is told "taken" has been counted: what is sent again after that counts twice.
      counts[id] = (counts[id] ?? 0) + 1;
      done();
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  process.on('message', () => process.send?.(counts));
  process.once('disconnect', () => process.exit(0));
  const { port } = server.server.address() as AddressInfo;
  process.send?.({ port: roundTrip > 0 ? await farPort(port, roundTrip / 2) : port });
}

async function farPort(port: number, oneWay: number): Promise<number> {
  const server = farFrom(port, oneWay).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

if (process.argv[2] === 'receive') await receive(Number(process.argv[3]));
