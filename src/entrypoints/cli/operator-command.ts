import type { CareDeps } from '../../features/care/index.ts';
import type { SendTokenDeps } from '../../features/registration/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';

/** What commands of operators work on: the database beside the server that runs, and what the configuration says of the rest. */
export interface OperatorDeps extends SendTokenDeps, CareDeps {
  sealing: SendTokenDeps['sealing'] & CareDeps['sealing'];
  hashing: Hashing;
  /** Whom the operating system knows the operator by. */
  operatingUser: string;
}

/** What is printed, and the exit code. */
export interface Said {
  text: string;
  code: number;
}

/** Asks whoever sits at the terminal, or takes the next line that was piped in; nothing of it is shown or kept. */
export type Ask = (prompt: string) => Promise<string>;

export interface Given {
  /** What stands before the options: an id, an address. */
  words: readonly string[];
  options: Readonly<Record<string, string | boolean | undefined>>;
  ask: Ask;
}

/** A group of commands with one first word: `messages list`, `messages show`, … */
export interface OperatorCommand {
  usage: readonly string[];
  /** What is said under the usage. */
  notes: readonly string[];
  /**
   * How many words stand before the options of a command; undefined where there is no such command.
   * @param given what follows its name, options and all
   */
  wordsOf(name: string, given: readonly string[]): number | undefined;
  options: Readonly<Record<string, { type: 'string' | 'boolean' }>>;
  /** @throws with a sentence where something cannot be understood */
  run(deps: OperatorDeps, name: string, given: Given): Promise<Said>;
}

export const done = (text: string): Said => ({ text, code: 0 });
export const failed = (text: string): Said => ({ text, code: 1 });
