import { minutes } from '../../kernel/index.ts';
import { STEP } from './totp-step.ts';

export interface ClockTrouble {
  /** From 1. */
  minutes: number;
  clock: 'behind' | 'ahead';
}

/**
 * Two wrong codes one after the other that are right for the same other moment: then it is the phone's clock. One alone
 * says nothing, as one in a thousand guesses is such a code.
 * @param before how many steps off the wrong code before this one was
 */
export function clockTroubleOf(before: number | null, offset: number): ClockTrouble | undefined {
  if (before === null || Math.abs(before - offset) > 1) return undefined;
  const off = Math.max(1, Math.round((Math.abs(offset) * STEP) / minutes(1)));
  return { minutes: off, clock: offset < 0 ? 'behind' : 'ahead' };
}
