import { type Log, withReference } from '../../platform/log/index.ts';

/** What is to be done from time to time, by name. */
export type Chores = Record<string, () => Promise<unknown>>;

/**
 * Does all of them at the same time; what fails is logged, and done again the next time. A request may have set them
 * off, by recording a message: what they log is not about it.
 */
export async function runChores(log: Pick<Log, 'error'>, chores: Chores): Promise<void> {
  await withReference(nothing, () =>
    Promise.all(
      Object.entries(chores).map(async ([chore, run]) => {
        try {
          await run();
        } catch (fault) {
          log.error({ chore, err: fault }, 'A chore of the worker failed.');
        }
      }),
    ),
  );
}

const nothing = (): undefined => undefined;
