import { type ParseArgsConfig, parseArgs } from 'node:util';
import {
  type Configuration,
  type ConfigurationFault,
  type Environment,
  readConfiguration,
  readEnvironment,
  withEnvironment,
} from '../config.ts';
import type { Result } from '../kernel/index.ts';

/** One command of `master-account`: what it does, and the exit code when it is done at once. */
export interface Command {
  usage: string;
  does: string;
  /** @throws WrongUse, and an Error whose message says what to do */
  run(words: string[]): Promise<number | undefined>;
}

/** Words that the command does not know, or lacks: whoever runs it says how it is used. */
export class WrongUse extends Error {
  override name = 'WrongUse';
}

/** @throws WrongUse for a word that the command does not know */
export function options<Known extends NonNullable<ParseArgsConfig['options']>>(
  words: string[],
  known: Known,
) {
  try {
    return parseArgs({ args: words, options: known }).values;
  } catch {
    throw new WrongUse();
  }
}

/** @throws WrongUse without a file, and an Error that lists what is wrong in it */
export function configurationIn(file: string | undefined): Configuration {
  if (!file) throw new WrongUse();
  const environment = environmentOrExplain();
  return withEnvironment(orExplain(readConfiguration(file), `${file} has faults:`), environment);
}

export const environmentOrExplain = (): Environment =>
  orExplain(readEnvironment(), 'The environment has faults:');

export function orExplain<Value>(checked: Result<Value, ConfigurationFault[]>, heading: string): Value {
  if (checked.ok) return checked.value;
  throw new Error(faultList(heading, checked.error));
}

export const faultList = (heading: string, faults: ConfigurationFault[]): string =>
  [heading, ...faults.map(({ path, message }) => `  ${path} ${message}`)].join('\n');

export const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

export const complain = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** @returns the exit code */
export function tell({ text, code }: { text: string; code: number }): number {
  (code === 0 ? say : complain)(text);
  return code;
}
