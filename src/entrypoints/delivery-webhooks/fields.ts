import { z } from 'zod';
import { type Instant, minutes } from '../../kernel/index.ts';

/** A text that is of use where it is one, and costs nothing else where it is not. */
export const optionalText = z.string().optional().catch(undefined);

/** ISO 8601 with a time zone, to any fraction of a second. */
export const isoInstant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/)
  .transform((text) => Date.parse(text))
  .refine(Number.isFinite);

/** Seconds since 1970, as a number. */
export const unixInstant = z
  .number()
  .min(0)
  .max(100_000_000_000)
  .transform((seconds) => Math.round(seconds * 1000));

/** Seconds since 1970, as text. */
export function instantOfSeconds(text: string | null | undefined): Instant | undefined {
  return text && /^\d{1,11}$/.test(text) ? Number(text) * 1000 : undefined;
}

/** How far a provider's clock may be ahead of ours. */
const AHEAD = minutes(5);

export const isFresh = (at: Instant, { now, within }: { now: Instant; within: number }): boolean =>
  at >= now - within && at <= now + AHEAD;
