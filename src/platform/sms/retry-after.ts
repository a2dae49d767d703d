import { type Instant, minutes } from '../../kernel/index.ts';

/** A token is of no use for longer than ten minutes: whoever asks for more is asked again all the same. */
const LONGEST = minutes(5);

/** Milliseconds that a `Retry-After` asks for (RFC 9110, 10.2.3: seconds, or a date); undefined where it says nothing. */
export function readRetryAfter(header: string | null, now: Instant): number | undefined {
  const text = header?.trim() ?? '';
  const asked = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : dateIn(text) - now;
  return asked > 0 ? Math.min(asked, LONGEST) : undefined;
}

/** Only the form with the name of the day: `Date.parse` takes almost any text for a date. */
const dateIn = (text: string): Instant =>
  /^[A-Z][a-z]{2}, .+ GMT$/.test(text) ? Date.parse(text) : Number.NaN;
