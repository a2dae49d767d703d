import { hours, type Instant, minutes, seconds } from '../../../kernel/index.ts';

/** The pause after the first failed try, the second, …; the last one holds for all after it. */
const PAUSES = [
  seconds(2),
  seconds(5),
  seconds(10),
  seconds(30),
  minutes(2),
  minutes(5),
  minutes(15),
  minutes(30),
  hours(1),
];

/**
 * When a message is tried again after its nth try has failed, or undefined when that would be too late.
 * @param atLeast for how many milliseconds whoever refused it asks to be left alone
 */
export function nextTry(
  { tries, notAfter }: { tries: number; notAfter: Instant },
  now: Instant,
  atLeast = 0,
): Instant | undefined {
  const pause = PAUSES[Math.min(tries, PAUSES.length) - 1] ?? seconds(10);
  const dueAt = now + Math.max(pause, atLeast);
  return dueAt < notAfter ? dueAt : undefined;
}
