import { type ParseArgsConfig, parseArgs } from 'node:util';
import { rotateSigningKeys, startApp } from './app.ts';
import {
  type Configuration,
  type ConfigurationFault,
  checkConfiguration,
  configurationJsonSchema,
  type Environment,
  readConfiguration,
  readEnvironment,
  withEnvironment,
} from './config.ts';
import type { Result } from './kernel/index.ts';
import { noteDemo, notedDemo } from './noted-demo.ts';

/** One command of `master-account`: what it does, and the exit code when it is done at once. */
interface Command {
  usage: string;
  does: string;
  run(words: string[]): Promise<number | undefined>;
}

const commands: Record<string, Command> = {
  demo: {
    usage: 'demo [--nodes 3]',
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
    run: (words) => operator('messages', words),
  },
  audit: {
    usage: 'audit verify --config FILE',
    does: 'Prove that nothing was changed, taken out or put into the audit. See: audit help',
    run: (words) => operator('audit', words),
  },
  care: {
    usage: 'care find|check-pin|unlock …',
    does: 'What Customer Care does for a caller. See: care help',
    run: (words) => operator('care', words),
  },
  doctor: {
    usage: 'doctor --config FILE [--json]',
    does: 'Look at everything that it stands on, and say what to do.',
    run: doctor,
  },
  backup: {
    usage: 'backup --config FILE --to FILE',
    does: 'Write a backup of the embedded database, while the server runs.',
    run: backup,
  },
  restore: {
    usage: 'restore --config FILE --from FILE',
    does: 'Put a backup in place, and end what was under way when it was made. [--keep-recovery-codes]',
    run: restore,
  },
  'after-restore': {
    usage: 'after-restore --config FILE',
    does: 'The second half of restore, after other tools have restored. [--keep-recovery-codes]',
    run: afterRestore,
  },
  help: { usage: 'help', does: 'Show this list.', run: help },
};

async function demo(words: string[]): Promise<undefined> {
  const { nodes } = options('demo', words, { nodes: { type: 'string' } });
  if (nodes !== undefined) return demoOfNodes(nodes);
  const { clashOf, startDemoProcess, demoTable, openDemoLog } = await import('../demo/index.ts');
  const { environment, issuer, ports, configuration } = await setUpDemo(({ port }, ports) => {
    const clash = clashOf(port, ports);
    if (clash) throw new Error(clash);
  });
  const { dataDirectory } = environment;
  const log = openDemoLog(dataDirectory);
  const app = await startApp(withEnvironment(configuration, environment), { logTo: log });
  const report = (fault: string) => app.log.error({ fault }, 'A pretend service failed.');
  const pretend = await startDemoProcess({ issuer, ports, dataDirectory }, report).catch(async (fault) => {
    await app.stop();
    throw fault;
  });
  noteDemo(environment);
  say(demoTable({ issuer, demo: pretend, dataDirectory, logFile: log.file }));
  stopOnSignal(AT_ONCE, { stop: () => app.stop() }, pretend);
}

/** The same with several nodes, each a process of its own, behind a round-robin. */
async function demoOfNodes(wanted: string): Promise<undefined> {
  const count = Number(wanted);
  if (!/^[2-9]$/.test(wanted)) throw new Error(`--nodes takes a number from 2 to 9, not "${wanted}".`);
  const { clashOf, startDemoProcess, demoTable, startNodes, nodesTable } = await import('../demo/index.ts');
  const { environment, issuer, ports, input } = await setUpDemo(({ port, databaseUrl }, ports) => {
    if (!databaseUrl) {
      throw new Error(
        'Several nodes need PostgreSQL, because the embedded database is for one. Set DATABASE_URL to an empty database of yours: DATABASE_URL=postgres://user:password@localhost/name npm start -- --nodes 3',
      );
    }
    for (let node = 0; node <= count; node++) {
      const clash = clashOf(port + node, ports);
      if (clash) throw new Error(clash);
    }
  });
  const { dataDirectory, databaseUrl = '' } = environment;
  const running = await startNodes({ count, configuration: input, databaseUrl, dataDirectory });
  const pretend = await startDemoProcess({ issuer, ports, dataDirectory }, complain).catch(async (fault) => {
    await running.stop();
    throw fault;
  });
  noteDemo(environment);
  say(demoTable({ issuer, demo: pretend, dataDirectory, logFile: running.logFile }));
  say(nodesTable(running.nodes));
  stopOnSignal(NODES_STOP_WITHIN, running, pretend);
}

const environmentOrExplain = (): Environment => orExplain(readEnvironment(), 'The environment has faults:');

/**
 * The configuration of the demo, as the environment says.
 * @param check throws where it cannot be; before anything is made
 */
async function setUpDemo(
  check: (
    environment: Environment,
    ports: Record<'demo' | 'mailbox' | 'smtp' | 'bounces', number>,
  ) => unknown,
  environment = environmentOrExplain(),
) {
  const { port, dataDirectory, demoPort, mailboxPort, smtpPort, bouncePort } = environment;
  const issuer = `http://localhost:${port}`;
  const ports = { demo: demoPort, mailbox: mailboxPort, smtp: smtpPort, bounces: bouncePort };
  await check(environment, ports);
  // Loaded for the demo only: nothing of the product depends on it.
  const { demoConfiguration } = await import('../demo/index.ts');
  const input = demoConfiguration({ issuer, port, ports, dataDirectory });
  const configuration = orExplain(checkConfiguration(input), 'The demo cannot run:');
  return { environment, issuer, ports, input, configuration };
}

async function serve(words: string[]): Promise<undefined> {
  const { config } = options('serve', words, { config: { type: 'string' } });
  const configuration = configurationIn('serve', config);
  const { drain = 0, within } = configuration.stopping;
  const app = await startApp(configuration);
  say(`Master Account listens on port ${app.port} for ${app.issuer}.`);
  stopOnSignal(within, { stop: () => app.stop({ drain, within }) });
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

/** What operators do beside a server that runs, on either database. */
async function operator(command: 'messages' | 'audit' | 'care', [name = 'help', ...words]: string[]) {
  const { openAsking, operatorCommands } = await import('./entrypoints/cli/index.ts');
  const { operate } = await import('./operate.ts');
  const group = operatorCommands[command];
  const usage = [
    'Use it like this: master-account',
    ...group.usage.map((line) => `  ${line}`),
    '',
    ...group.notes,
    'With --config FILE on the database of that configuration; without it on that of the demo, as the environment',
    'says (DATA_DIR, DATABASE_URL).',
  ].join('\n');
  if (/^-*(help|h)$/.test(name)) {
    say(usage);
    return 0;
  }
  // Ids may begin with a dash, so they come before the options.
  const number = group.wordsOf(name, words);
  const given = words.splice(0, number ?? 0);
  if (number !== given.length) throw new Error(usage);
  const known = { ...group.options, config: { type: 'string' } } as const;
  const { config, ...rest } = options(command, words, known) as Record<string, string | undefined>;
  const place = await placeIn(command, config);
  const { ask, close } = openAsking({ input: process.stdin, output: process.stderr });
  const run = operate(place, (deps) => group.run(deps, name, { words: given, options: rest, ask }));
  return tell(await run.finally(close));
}

/** By its configuration; without one, the demo. */
const placeIn = async (command: string, file: string | undefined): Promise<Configuration> =>
  file === undefined ? placeOfDemo() : configurationIn(command, file);

/** What the demo runs by, for commands beside it: where it listens it has said itself. Where none has run, nothing is made. */
export async function placeOfDemo(given = environmentOrExplain()): Promise<Configuration> {
  const check = async ({ dataDirectory, databaseUrl: url }: Environment) => {
    const { requireDatabase } = await import('./operate.ts');
    requireDatabase({ dataDirectory, database: url === undefined ? undefined : { url } });
  };
  const { environment, configuration } = await setUpDemo(check, {
    ...given,
    ...notedDemo(given.dataDirectory),
  });
  return withEnvironment(configuration, environment);
}

async function doctor(words: string[]): Promise<number> {
  const { operateDoctor } = await import('./operate-doctor.ts');
  const known = { config: { type: 'string' }, json: { type: 'boolean' } } as const;
  const { config, json } = options('doctor', words, known);
  if (!config) throw new UsageError('doctor');
  const { text, code } = await operateDoctor(config, { json });
  // Findings are what was asked for, also where they are faults.
  say(text);
  return code;
}

async function backup(words: string[]): Promise<number> {
  const { operateBackup } = await import('./operate-backup.ts');
  const { config, to } = options('backup', words, { config: { type: 'string' }, to: { type: 'string' } });
  if (!to) throw new UsageError('backup');
  return tell(await operateBackup(await placeIn('backup', config), to));
}

async function restore(words: string[]): Promise<number> {
  const { operateRestore } = await import('./operate-backup.ts');
  const known = {
    config: { type: 'string' },
    from: { type: 'string' },
    'keep-recovery-codes': { type: 'boolean' },
  } as const;
  const { config, from, 'keep-recovery-codes': keepRecoveryCodes } = options('restore', words, known);
  if (!from) throw new UsageError('restore');
  return tell(await operateRestore(await placeIn('restore', config), from, { keepRecoveryCodes }));
}

async function afterRestore(words: string[]): Promise<number> {
  const { operateAfterRestore } = await import('./operate-backup.ts');
  const known = { config: { type: 'string' }, 'keep-recovery-codes': { type: 'boolean' } } as const;
  const { config, 'keep-recovery-codes': keepRecoveryCodes } = options('after-restore', words, known);
  return tell(await operateAfterRestore(await placeIn('after-restore', config), { keepRecoveryCodes }));
}

function tell({ text, code }: { text: string; code: number }): number {
  (code === 0 ? say : complain)(text);
  return code;
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
  const environment = environmentOrExplain();
  return withEnvironment(orExplain(readConfiguration(file), `${file} has faults:`), environment);
}

function orExplain<Value>(checked: Result<Value, ConfigurationFault[]>, heading: string): Value {
  if (checked.ok) return checked.value;
  throw new Error(faultList(heading, checked.error));
}

const faultList = (heading: string, faults: ConfigurationFault[]): string =>
  [heading, ...faults.map(({ path, message }) => `  ${path} ${message}`)].join('\n');

/** Milliseconds. What is confirmed is on the disk already, so nobody waits longer than this for the end of the demo. */
const AT_ONCE = 900;
/** Each node of the demo first lets the round-robin see that it goes. */
const NODES_STOP_WITHIN = 12_000;

/**
 * Ctrl-C and the service manager end everything in order; a second signal ends it at once.
 * @param within for how many milliseconds the order is waited for
 */
function stopOnSignal(within: number, ...parts: { stop(): Promise<void> }[]): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      setTimeout(() => process.exit(1), within).unref();
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
