import { type Instant, minutes } from '../../../kernel/index.ts';
import { durationText } from '../../../ui/index.ts';

/** When to try again, in words: `Try again in 8 seconds.` From two minutes on in whole ones. */
export function waitText(retryAt: Instant, now: Instant): string {
  const wait = retryAt - now;
  const told = wait < minutes(2) ? wait : Math.ceil(wait / minutes(1)) * minutes(1);
  return `Try again in ${durationText(told)}.`;
}
