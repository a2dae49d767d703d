import { type ParseArgsConfig, parseArgs } from 'node:util';
import { rotateSigningKeys, startApp } from './app.ts';
import {
  type Configuration,
  type ConfigurationFault,
  checkConfiguration,
  configurationJsonSchema,
  readConfiguration,
  readEnvironment,
  withEnvironment,
} from './config.ts';
import type { Result } from './kernel/index.ts';

/** One command of `master-account`: what it does, and the exit code when it is done at once. */
interface Command {
  usage: string;
  does: string;
  run(words: string[]): Promise<number | undefined>;
}

const commands: Record<string, Command> = {
  demo: {
    usage: 'demo',
    does: 'Try it: Master Account, four pretend services, a mailbox and a phone.',
    run: demo,
  },
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
  messages: {
    usage: 'messages list|show|retry …',
    does: 'Find messages, see what became of them, send them again. See: messages help',
    run: messages,
  },
  audit: {
    usage: 'audit verify --config FILE',
    does: 'Prove that nothing was changed, taken out or put into the audit. See: audit help',
    run: audit,
  },
  help: { usage: 'help', does: 'Show this list.', run: help },
};

async function demo(): Promise<undefined> {
  const environment = orExplain(readEnvironment(), 'The environment has faults:');
  // Loaded here and only here: nothing of the product depends on its demo.
  const { clashOf, startDemoProcess, demoConfiguration, demoTable, openDemoLog } = await import(
    '../demo/index.ts'
  );
  const { port, dataDirectory } = environment;
  const issuer = `http://localhost:${port}`;
  const { demoPort, mailboxPort, smtpPort, bouncePort } = environment;
  const ports = { demo: demoPort, mailbox: mailboxPort, smtp: smtpPort, bounces: bouncePort };
  const clash = clashOf(port, ports);
  if (clash) throw new Error(clash);
  const input = demoConfiguration({ issuer, port, ports, dataDirectory });
  const configuration = orExplain(checkConfiguration(input), 'The demo cannot run:');
  const log = openDemoLog(dataDirectory);
  const app = await startApp(withEnvironment(configuration, environment), { logTo: log });
  const report = (fault: string) => app.log.error({ fault }, 'A pretend service failed.');
  const pretend = await startDemoProcess({ issuer, ports, dataDirectory }, report).catch(async (fault) => {
    await app.stop();
    throw fault;
  });
  say(demoTable({ issuer, demo: pretend, dataDirectory, logFile: log.file }));
  stopOnSignal(app, pretend);
}

async function serve(words: string[]): Promise<undefined> {
  const { config } = options('serve', words, { config: { type: 'string' } });
  const app = await startApp(configurationIn('serve', config));
  say(`Master Account listens on port ${app.port} for ${app.issuer}.`);
  stopOnSignal(app);
}

async function checkConfig([file]: string[]): Promise<number> {
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
  const known = { config: { type: 'string' }, 'at-once': { type: 'boolean' } } as const;
  const { config, 'at-once': atOnce } = options('rotate-keys', words, known);
  await rotateSigningKeys(configurationIn('rotate-keys', config), atOnce ? 'at-once' : 'soon');
  say(atOnce ? 'The new keys sign at once.' : 'The new keys are published now, and sign an hour later.');
  return 0;
}

/** Beside a server that runs, on either database; ids may begin with a dash, so they come before the options. */
async function messages([name = 'help', ...words]: string[]): Promise<number> {
  const { isMessageCommand, messageUsage, runMessageCommand } = await import('./entrypoints/cli/index.ts');
  const { operateMessages } = await import('./operate-messages.ts');
  const usage = [
    'Use it like this: master-account',
    ...messageUsage.map((line) => `  ${line}`),
    '',
    'With --config FILE on the database of that configuration; without it on that of the demo, as the',
    'environment says (DATA_DIR, DATABASE_URL). An id may be shortened to a beginning that is no other’s.',
  ].join('\n');
  if (/^-*(help|h)$/.test(name)) {
    say(usage);
    return 0;
  }
  const id = name === 'list' ? undefined : words.shift();
  if (!isMessageCommand(name, id)) throw new Error(usage);
  const text = { type: 'string' } as const;
  const known = {
    config: text,
    state: text,
    to: text,
    about: text,
    limit: text,
    json: { type: 'boolean' },
  } as const;
  const { config, ...given } = options('messages', words, known);
  const place = config === undefined ? placeOfDemo() : configurationIn('messages', config);
  const said = await operateMessages(place, (deps) => runMessageCommand(deps, name, { ...given, id }));
  (said.code === 0 ? say : complain)(said.text);
  return said.code;
}

/** Beside a server that runs, on either database. */
async function audit([name = 'help', ...words]: string[]): Promise<number> {
  const { auditUsage, runAuditCommand } = await import('./entrypoints/cli/index.ts');
  const { operateMessages: operate } = await import('./operate-messages.ts');
  const usage = [
    'Use it like this: master-account',
    ...auditUsage.map((line) => `  ${line}`),
    '',
    'Without --config on the database of the demo. With --seal the chain must go through a seal that was printed',
    'before: whoever can write the database and has the sealing key could otherwise make the whole chain anew.',
  ].join('\n');
  if (/^-*(help|h)$/.test(name)) {
    say(usage);
    return 0;
  }
  if (name !== 'verify') throw new Error(usage);
  const known = { config: { type: 'string' }, seal: { type: 'string' }, json: { type: 'boolean' } } as const;
  const { config, ...given } = options('audit', words, known);
  const place = config === undefined ? placeOfDemo() : configurationIn('audit', config);
  const said = await operate(place, (deps) => runAuditCommand(deps, given));
  (said.code === 0 ? say : complain)(said.text);
  return said.code;
}

/** Where the demo has its database. */
function placeOfDemo() {
  const environment = orExplain(readEnvironment(), 'The environment has faults:');
  const { port, dataDirectory, databaseUrl: url } = environment;
  return {
    issuer: `http://localhost:${port}`,
    dataDirectory,
    database: url === undefined ? undefined : { url },
    sealingKeys: undefined,
  };
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

/** @throws UsageError for a word that the command does not know */
function options<Known extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  words: string[],
  known: Known,
) {
  try {
    return parseArgs({ args: words, options: known }).values;
  } catch {
    throw new UsageError(command);
  }
}

function configurationIn(command: string, file: string | undefined): Configuration {
  if (!file) throw new UsageError(command);
  const environment = orExplain(readEnvironment(), 'The environment has faults:');
  return withEnvironment(orExplain(readConfiguration(file), `${file} has faults:`), environment);
}

function orExplain<Value>(checked: Result<Value, ConfigurationFault[]>, heading: string): Value {
  if (checked.ok) return checked.value;
  throw new Error(faultList(heading, checked.error));
}

const faultList = (heading: string, faults: ConfigurationFault[]): string =>
  [heading, ...faults.map(({ path, message }) => `  ${path} ${message}`)].join('\n');

/** What is confirmed is on the disk already, so nobody waits longer than this for an orderly end. */
const PATIENCE = 900;

/** Ctrl-C and the service manager end everything within a second. */
function stopOnSignal(...parts: { stop(): Promise<void> }[]): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      setTimeout(() => process.exit(1), PATIENCE).unref();
      const ended = await Promise.allSettled(parts.map((part) => part.stop()));
      process.exit(ended.every(({ status }) => status === 'fulfilled') ? 0 : 1);
    });
  }
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const complain = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/**
 * Runs what the command line says.
 * @param argv the words after the program's name
 * @returns the exit code, or undefined where something goes on running
 */
export async function runCommand([name = 'help', ...words]: string[]): Promise<number | undefined> {
  try {
    const command = commands[/^-*(help|h)$/.test(name) ? 'help' : name];
    if (!command) throw new Error(`There is no command "${name}". See: master-account help`);
    return await command.run(words);
  } catch (fault) {
    // What a person can mend is said in a sentence; the rest is a fault of ours and keeps its trace.
    const plain = fault instanceof Error && !(fault instanceof TypeError || fault instanceof ReferenceError);
    process.stderr.write(`${plain ? fault.message : (fault as Error).stack}\n`);
    return 1;
  }
}
