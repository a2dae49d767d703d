import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { minutes } from '../../src/kernel/index.ts';

/** Waits until it holds. The limit is for a program that is broken, not for one that is slow. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limit = minutes(1),
): Promise<void> {
  const since = performance.now();
  while (!(await holds())) {
    if (performance.now() - since > limit)
      assert.fail(`Within ${limit / 1000} s it did not hold that ${what}.`);
    await sleep(20);
  }
}
