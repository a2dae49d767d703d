import type { Clock, Instant } from '../../src/kernel/index.ts';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Lets `duration` milliseconds pass: `clock.advance(minutes(10))`. */
  advance(duration: number): void;
  set(instant: Instant): void;
}

/** 4 May 2026, 09:00 UTC: a Monday morning, far from midnight and from any change to summer time. */
export const someMorning: Instant = Date.UTC(2026, 4, 4, 9);

export function fakeClock(start: Instant = someMorning): FakeClock {
  let instant = start;
  return {
    now: () => instant,
    advance: (duration) => {
      instant += duration;
    },
    set: (to) => {
      instant = to;
    },
  };
}
