/** Instants are integer milliseconds since 1970-01-01T00:00Z, everywhere: in code and on disk. */
export type Instant = number;

/** The only source of time. Features never call `Date.now()`: tests and the database's clock take its place. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => Date.now() };
