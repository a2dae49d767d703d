// A mail server in a process of its own: it takes everything, counts by Message-ID, and outlives whoever sends.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Receiver {
  port: number;
  /** How often each message has arrived, by its Message-ID. */
  counts(): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const child = fork(import.meta.filename, ['receive']);
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

async function receive(): Promise<void> {
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
  process.send?.({ port: (server.server.address() as AddressInfo).port });
}

if (process.argv[2] === 'receive') await receive();
