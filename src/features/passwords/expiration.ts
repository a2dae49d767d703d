import { days, type Instant, ok, type Result, refuse } from '../../kernel/index.ts';

/** What a person may choose, besides `never`, `1-year` and a date (`2027-03-31`). */
const DAYS = new Map([
  ['30-days', 30],
  ['60-days', 60],
  ['90-days', 90],
  ['180-days', 180],
]);
const LONGEST_DAYS = 3660;

export type ExpirationFault = 'date-form' | 'date-past' | 'date-too-far';

/**
 * The instant at which a password set now expires: undefined for never, the end of the day (UTC) for a date.
 * A date is refused once that end has passed: what day it is for the person is not known, and west of Greenwich
 * their tomorrow has begun in UTC before their today is over. It is at most ten years ahead.
 */
export function expirationInstant(
  choice: string,
  now: Instant,
): Result<Instant | undefined, ExpirationFault> {
  if (choice === 'never') return ok(undefined);
  const count = DAYS.get(choice);
  if (count !== undefined) return ok(now + days(count));
  if (choice === '1-year') return ok(sameDayNextYear(now));
  const start = startOfDate(choice);
  if (start === undefined) return refuse('date-form');
  const end = start + days(1) - 1;
  if (end <= now) return refuse('date-past');
  if (start > now + days(LONGEST_DAYS)) return refuse('date-too-far');
  return ok(end);
}

/** At the same time of day; of 29 February, the 28th. */
function sameDayNextYear(now: Instant): Instant {
  const then = new Date(now);
  then.setUTCFullYear(then.getUTCFullYear() + 1);
  // A day that the next year has not got comes out as the first of the month after.
  if (then.getUTCDate() !== new Date(now).getUTCDate()) then.setUTCDate(0);
  return then.getTime();
}

/** Midnight UTC of an ISO date that exists. */
function startOfDate(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const instant = Date.parse(`${text}T00:00:00.000Z`);
  // Date.parse takes 2027-02-31 for a day in March.
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text ? undefined : instant;
}
