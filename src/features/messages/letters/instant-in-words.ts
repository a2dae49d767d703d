import type { Instant } from '../../../kernel/index.ts';

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** The person's time zone is not known to the worker, so the zone is named. */
export const inWords = (instant: Instant): string => `${format.format(instant)} UTC`;
