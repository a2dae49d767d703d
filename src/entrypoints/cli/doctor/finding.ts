import { seconds } from '../../../kernel/index.ts';

/** One line of the doctor: what was looked at, how it is, and what to do where it is not well. */
export interface Finding {
  about: string;
  verdict: 'ok' | 'attention' | 'fault';
  says: string;
  todo?: string | undefined;
}

export const well = (about: string, says: string): Finding => ({ about, verdict: 'ok', says });

export const attention = (about: string, says: string, todo: string): Finding => ({
  about,
  verdict: 'attention',
  says,
  todo,
});

export const fault = (about: string, says: string, todo: string): Finding => ({
  about,
  verdict: 'fault',
  says,
  todo,
});

/** A group of checks: of the same thing, one after the other. */
export interface Examination {
  about: string;
  examine(): Promise<Finding[]>;
}

const LONGEST = seconds(20);

/** One that takes too long, or fails by itself, is a finding too: the others are told all the same. */
export async function examineAll(examinations: readonly Examination[]): Promise<Finding[]> {
  const found = await Promise.all(examinations.map(examineOne));
  return found.flat();
}

function examineOne({ about, examine }: Examination): Promise<Finding[]> {
  const { promise, resolve } = Promise.withResolvers<Finding[]>();
  const late = () =>
    resolve([fault(about, `gave no answer in ${LONGEST / 1000} s`, 'Look whether it hangs.')]);
  const timer = setTimeout(late, LONGEST);
  examine()
    // The kind of the fault alone: its text may quote what must not be printed.
    .catch((cause) => [fault(about, `could not be looked at (${kindOf(cause)})`, 'Look at it by hand.')])
    .then(resolve)
    .finally(() => clearTimeout(timer));
  return promise;
}

export const kindOf = (cause: unknown): string => {
  const { code, name } = cause as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name ?? 'unknown');
};
