import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Effort } from './measures/measure-database.ts';

export interface Options {
  json: boolean;
  /** Only this database. */
  only: string | undefined;
  /** Where other products are installed. */
  others: string | undefined;
  effort: Effort;
}

const quick: Effort = { accounts: 10_000, rounds: 3, milliseconds: 2000, hops: 1500 };
const whole: Effort = { accounts: 100_000, rounds: 5, milliseconds: 5000, hops: 10_000 };

/** @throws for what is not an option */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      accounts: { type: 'string' },
      only: { type: 'string' },
      others: { type: 'string' },
    },
  });
  const effort = { ...(values.quick ? quick : whole) };
  if (values.accounts) effort.accounts = Number(values.accounts);
  const others = values.others ? resolve(values.others) : undefined;
  return { json: values.json, only: values.only, others, effort };
}
