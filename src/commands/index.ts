// The commands of `master-account`.
//   index.ts          the list, and how one of them is run
//   command.ts        what each of them has, reads and says
//   run-demo.ts       `demo`, set-up-demo.ts: what it runs by, also for commands beside it
//   run-server.ts     `serve`, `check-config`, `config-schema`, `rotate-keys`; stop-on-signal.ts: how it ends
//   run-operator.ts   `messages`, `audit`, `care`, `doctor`, `backup`, `restore`, `after-restore`
import { type Command, complain, say, WrongUse } from './command.ts';
import { runDemo } from './run-demo.ts';
import { afterRestore, backup, doctor, operator, restore } from './run-operator.ts';
import { checkConfig, configSchema, rotateKeys, serve } from './run-server.ts';

const commands: Record<string, Command> = {
  demo: {
    usage: 'demo [--nodes 3]',
    does: 'Try it: Master Account, four pretend services, a mailbox and a phone.',
    run: runDemo,
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

async function help(): Promise<number> {
  const lines = Object.values(commands).map(({ usage, does }) => `  ${usage.padEnd(40)} ${does}`);
  say(['master-account: one account for all services of a company.', '', ...lines].join('\n'));
  return 0;
}

/**
 * Runs what the command line says.
 * @param argv the words after the program's name
 * @returns the exit code, or undefined where something goes on running
 */
export async function runCommand([name = 'help', ...words]: string[]): Promise<number | undefined> {
  const command = commands[/^-*(help|h)$/.test(name) ? 'help' : name];
  try {
    if (!command) throw new Error(`There is no command "${name}". See: master-account help`);
    return await command.run(words);
  } catch (fault) {
    if (fault instanceof WrongUse) {
      complain(`Use it like this: master-account ${command?.usage}`);
      return 1;
    }
    // What a person can mend is said in a sentence; the rest is a fault of ours and keeps its trace.
    const plain = fault instanceof Error && !(fault instanceof TypeError || fault instanceof ReferenceError);
    complain(String(plain ? fault.message : (fault as Error).stack));
    return 1;
  }
}
