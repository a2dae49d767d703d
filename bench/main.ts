// What Master Account takes, beside the limit of the machine, on both databases: `npm run bench` (README.md).
import { availableParallelism, cpus, totalmem } from 'node:os';
import { startReceiver } from '../test/support/counting-receiver.ts';
import { newPostgresDatabase, postgresMissing, startPostgres } from '../test/support/postgres.ts';
import { startLimits } from './limits/start-limits.ts';
import { startLoad } from './load/start-load.ts';
import { measureDatabase, type Tools } from './measures/measure-database.ts';
import { figuresOf, type Measured, rowsOf } from './measures/rows-of.ts';
import { readOptions } from './options.ts';
import { isMissed, tableOf } from './table.ts';

const options = readOptions(process.argv.slice(2));

const say = (words: string): void => void process.stderr.write(`${words} …\n`);

async function measure(
  database: 'sqlite' | 'postgres',
  shared: Omit<Tools, 'database' | 'newUrl'>,
): Promise<Measured> {
  const say = (words: string): void => shared.say(`${database}: ${words}`);
  if (database === 'sqlite')
    return measureDatabase({ ...shared, database, say, newUrl: async () => undefined }, options.effort);
  const server = await startPostgres({ durable: true });
  try {
    const newUrl = () => newPostgresDatabase(server.url);
    return await measureDatabase({ ...shared, database, say, newUrl }, options.effort);
  } finally {
    server.stop();
  }
}

// Whatever was started ends with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const [load, limits, receiver] = await Promise.all([startLoad(), startLimits(), startReceiver()]);
const found: Partial<Record<'sqlite' | 'postgres', Measured>> = {};
try {
  for (const database of ['sqlite', 'postgres'] as const) {
    if (options.only && options.only !== database) continue;
    const missing = database === 'postgres' ? postgresMissing() : undefined;
    if (missing) say(`postgres: left out, because ${missing}`);
    else {
      const measured = await measure(database, {
        load,
        limits,
        smtpPort: receiver.port,
        others: options.others,
        say,
      });
      found[database] = measured;
      if (!options.json)
        process.stdout.write(`${tableOf(database, rowsOf(measured), measured.products.missing)}\n`);
    }
  }
} finally {
  await Promise.all([load.stop(), limits.stop(), receiver.stop()]);
}

const machine = {
  cores: availableParallelism(),
  cpu: cpus()[0]?.model ?? 'unknown',
  memoryMb: Math.round(totalmem() / 1024 / 1024),
  node: process.version,
};
const entries = Object.entries(found);
if (options.json) {
  const figures = Object.fromEntries(entries.map(([database, measured]) => [database, figuresOf(measured)]));
  process.stdout.write(`${JSON.stringify({ ...figures, machine, at: new Date().toISOString() }, null, 2)}\n`);
} else {
  process.stdout.write(`\n${machine.cores} × ${machine.cpu}, ${machine.memoryMb} MB, Node ${machine.node}\n`);
}
if (entries.some(([, measured]) => rowsOf(measured).some(isMissed))) process.exitCode = 1;
