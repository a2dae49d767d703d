// A Node HTTP server that answers everything with the same few bytes. Prints `ready` when it listens.
import { createServer } from 'node:http';

createServer((_, response) => response.end('ok')).listen(Number(process.argv[2]), '127.0.0.1', () =>
  process.send?.('ready'),
);
process.once('disconnect', () => process.exit(0));
