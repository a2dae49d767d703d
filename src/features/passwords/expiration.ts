import { days, type Instant, ok, type Result, refuse } from '../../kernel/index.ts';

/** What a person may choose, besides `never` and a date (`2027-03-31`). */
const DAYS = new Map([
  ['30-days', 30],
  ['60-days', 60],
  ['90-days', 90],
  ['180-days', 180],
  ['1-year', 365],
]);
const LONGEST_DAYS = 3660;

export type ExpirationFault = 'date-form' | 'date-past' | 'date-too-far';

/**
 * The instant at which a password set now expires: undefined for never, the end of the day (UTC) for a date.
 * A date is at least tomorrow and at most ten years ahead.
 */
export function expirationInstant(
  choice: string,
  now: Instant,
): Result<Instant | undefined, ExpirationFault> {
  if (choice === 'never') return ok(undefined);
  const count = DAYS.get(choice);
  if (count !== undefined) return ok(now + days(count));
  const start = startOfDate(choice);
  if (start === undefined) return refuse('date-form');
  if (start <= now) return refuse('date-past');
  if (start > now + days(LONGEST_DAYS)) return refuse('date-too-far');
  return ok(start + days(1) - 1);
}

/** Midnight UTC of an ISO date that exists. */
function startOfDate(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const instant = Date.parse(`${text}T00:00:00.000Z`);
  // Date.parse takes 2027-02-31 for a day in March.
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text ? undefined : instant;
}
