import { type Instant, minutes } from '../../kernel/index.ts';

/** When to try again, in words: `Try again in 8 seconds.` */
export function waitText(retryAt: Instant, now: Instant): string {
  const wait = Math.max(retryAt - now, 1000);
  if (wait < minutes(2)) return `Try again in ${counted(Math.ceil(wait / 1000), 'second')}.`;
  return `Try again in ${counted(Math.ceil(wait / minutes(1)), 'minute')}.`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
