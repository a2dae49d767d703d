import type { Instant } from './clock.ts';

/** How exact a time is told. */
export type Precision = 'minute' | 'second';

const styles = { minute: 'short', second: 'medium' } as const;
/** Made when first needed: the first one loads the names of the months in all languages, at the cost of 30 ms. */
const formats: Partial<Record<Precision, Intl.DateTimeFormat>> = {};

/** `24 November 2026 at 16:05 UTC`. Where the person's time zone is not known, it is named. */
export function inWords(instant: Instant, precise: Precision = 'minute'): string {
  formats[precise] ??= new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'long',
    timeStyle: styles[precise],
    timeZone: 'UTC',
  });
  return `${formats[precise].format(instant)} UTC`;
}
