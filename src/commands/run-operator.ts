import type { Configuration } from '../config.ts';
import { configurationIn, options, say, tell, WrongUse } from './command.ts';
import { placeOfDemo } from './set-up-demo.ts';

/** What operators do beside a server that runs, on either database. */
export async function operator(command: 'messages' | 'audit' | 'care', [name = 'help', ...words]: string[]) {
  const { openAsking, operatorCommands } = await import('../entrypoints/cli/index.ts');
  const { operate } = await import('../operate.ts');
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
  const { config, ...rest } = options(words, known) as Record<string, string | undefined>;
  const place = await placeIn(config);
  const { ask, close } = openAsking({ input: process.stdin, output: process.stderr });
  const run = operate(place, (deps) => group.run(deps, name, { words: given, options: rest, ask }));
  return tell(await run.finally(close));
}

export async function doctor(words: string[]): Promise<number> {
  const { operateDoctor } = await import('../operate-doctor.ts');
  const known = { config: { type: 'string' }, json: { type: 'boolean' } } as const;
  const { config, json } = options(words, known);
  if (!config) throw new WrongUse();
  const { text, code } = await operateDoctor(config, { json });
  // Findings are what was asked for, also where they are faults.
  say(text);
  return code;
}

export async function backup(words: string[]): Promise<number> {
  const { operateBackup } = await import('../operate-backup.ts');
  const { config, to } = options(words, { config: { type: 'string' }, to: { type: 'string' } });
  if (!to) throw new WrongUse();
  return tell(await operateBackup(await placeIn(config), to));
}

export async function restore(words: string[]): Promise<number> {
  const { operateRestore } = await import('../operate-backup.ts');
  const known = {
    config: { type: 'string' },
    from: { type: 'string' },
    'keep-recovery-codes': { type: 'boolean' },
  } as const;
  const { config, from, 'keep-recovery-codes': keepRecoveryCodes } = options(words, known);
  if (!from) throw new WrongUse();
  return tell(await operateRestore(await placeIn(config), from, { keepRecoveryCodes }));
}

export async function afterRestore(words: string[]): Promise<number> {
  const { operateAfterRestore } = await import('../operate-backup.ts');
  const known = { config: { type: 'string' }, 'keep-recovery-codes': { type: 'boolean' } } as const;
  const { config, 'keep-recovery-codes': keepRecoveryCodes } = options(words, known);
  return tell(await operateAfterRestore(await placeIn(config), { keepRecoveryCodes }));
}

/** By its configuration; without one, the demo. */
const placeIn = async (file: string | undefined): Promise<Configuration> =>
  file === undefined ? placeOfDemo() : configurationIn(file);
