import { parseArgs } from 'node:util';
import { rotateSigningKeys, startApp } from './app.ts';
import {
  type Configuration,
  type ConfigurationFault,
  checkConfiguration,
  configurationJsonSchema,
  type Environment,
  readConfiguration,
  readEnvironment,
} from './config.ts';
import type { Result } from './kernel/index.ts';

/** One command of `master-account`: what it does, and the exit code when it is done at once. */
interface Command {
  usage: string;
  does: string;
  run(words: string[]): Promise<number | undefined>;
}

const commands: Record<string, Command> = {
  demo: { usage: 'demo', does: 'Try it: Master Account, four pretend services and a mailbox.', run: demo },
  serve: { usage: 'serve --config FILE', does: 'Run Master Account by its configuration.', run: serve },
  'check-config': {
    usage: 'check-config FILE',
    does: 'List every fault of a configuration.',
    run: checkConfig,
  },
  'config-schema': {
    usage: 'config-schema',
    does: 'Print the JSON Schema of the configuration, for editors.',
    run: configSchema,
  },
  'rotate-keys': {
    usage: 'rotate-keys --config FILE [--at-once]',
    does: 'Make new signing keys; running nodes take them up without a restart.',
    run: rotateKeys,
  },
  help: { usage: 'help', does: 'Show this list.', run: help },
};

async function demo(): Promise<undefined> {
  const environment = orExplain(readEnvironment(), 'The environment has faults:');
  // Loaded here and only here: nothing of the product depends on its demo.
  const { startDemo, demoConfiguration, demoTable } = await import('../demo/index.ts');
  const { port, dataDirectory } = environment;
  const issuer = `http://localhost:${port}`;
  const ports = { demo: environment.demoPort, mailbox: environment.mailboxPort, smtp: environment.smtpPort };
  const input = demoConfiguration({ issuer, port, ports, dataDirectory });
  const configuration = orExplain(checkConfiguration(input), 'The demo cannot run:');
  const app = await startApp(withEnvironment({ ...configuration, logLevel: 'warn' }, environment));
  const report = (fault: unknown) => app.log.error({ err: fault }, 'A pretend service failed.');
  const pretend = await startDemo({ issuer, ports, dataDirectory, report }).catch(async (fault) => {
    await app.stop();
    throw fault;
  });
  say(demoTable({ issuer, demo: pretend, dataDirectory }));
  stopOnSignal(app, pretend);
}

async function serve(words: string[]): Promise<undefined> {
  const app = await startApp(configurationFor(words));
  say(`Master Account listens on port ${app.port} for ${app.issuer}.`);
  stopOnSignal(app);
}

async function checkConfig(words: string[]): Promise<number> {
  const file = parseArgs({ args: words, allowPositionals: true }).positionals[0];
  if (!file) throw new UsageError('check-config');
  const read = readConfiguration(file);
  say(read.ok ? `${file} has no faults.` : faultList(`${file} has faults:`, read.error));
  return read.ok ? 0 : 1;
}

async function configSchema(): Promise<number> {
  say(JSON.stringify(configurationJsonSchema(), null, 2));
  return 0;
}

async function rotateKeys(words: string[]): Promise<number> {
  const { 'at-once': atOnce } = parseArgs({ args: words, options: serveOptions }).values;
  await rotateSigningKeys(configurationFor(words), atOnce ? 'at-once' : 'soon');
  say(atOnce ? 'The new keys sign at once.' : 'The new keys are published now, and sign an hour later.');
  return 0;
}

async function help(): Promise<number> {
  const lines = Object.values(commands).map(({ usage, does }) => `  ${usage.padEnd(40)} ${does}`);
  say(['master-account: one account for all services of a company.', '', ...lines].join('\n'));
  return 0;
}

class UsageError extends Error {
  constructor(command: string) {
    super(`Use it like this: master-account ${commands[command]?.usage}`);
  }
}

const serveOptions = { config: { type: 'string' }, 'at-once': { type: 'boolean' } } as const;

function configurationFor(words: string[]): Configuration {
  const { config } = parseArgs({ args: words, options: serveOptions }).values;
  if (!config) throw new UsageError('serve');
  const environment = orExplain(readEnvironment(), 'The environment has faults:');
  return withEnvironment(orExplain(readConfiguration(config), `${config} has faults:`), environment);
}

/** DATABASE_URL and LOG_LEVEL go before the file, so that one file serves several places. */
const withEnvironment = (
  configuration: Configuration,
  { databaseUrl, logLevel }: Environment,
): Configuration => ({
  ...configuration,
  ...(databaseUrl && { database: { url: databaseUrl } }),
  ...(logLevel && { logLevel }),
});

function orExplain<Value>(checked: Result<Value, ConfigurationFault[]>, heading: string): Value {
  if (checked.ok) return checked.value;
  throw new Error(faultList(heading, checked.error));
}

const faultList = (heading: string, faults: ConfigurationFault[]): string =>
  [heading, ...faults.map(({ path, message }) => `  ${path} ${message}`)].join('\n');

/** Ctrl-C and the service manager end everything; a second Ctrl-C does not wait. */
function stopOnSignal(...parts: { stop(): Promise<void> }[]): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await Promise.all(parts.map((part) => part.stop()));
      process.exit(0);
    });
  }
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/**
 * Runs what the command line says.
 * @param argv the words after the program's name
 * @returns the exit code, or undefined where something goes on running
 */
export async function runCommand([name = 'help', ...words]: string[]): Promise<number | undefined> {
  try {
    const command = commands[name];
    if (!command) throw new Error(`There is no command "${name}". See: master-account help`);
    return await command.run(words);
  } catch (fault) {
    // What a person can mend is said in a sentence; the rest is a fault of ours and keeps its trace.
    const plain = fault instanceof Error && !(fault instanceof TypeError || fault instanceof ReferenceError);
    process.stderr.write(`${plain ? fault.message : (fault as Error).stack}\n`);
    return 1;
  }
}
