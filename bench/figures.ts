/** What one run of the bench finds out about Master Account on one database. */
export interface Figures {
  signIn: { perSecond: number; ofHashLimit: number };
  hop: { perSecond: number; cpuMs: number; ofMemoryStore: number };
  storm: { hopP99OfQuiet: number; goodputOfPeak: number; refusedWithinMs: number };
  scale: { worstChange: number };
  start: { ms: number };
  memory: { startMb: number; afterHopsMb: number; stormMb: number };
  /** Other products by name, those that were there; left out where none was. */
  others?: Record<string, { version: string; hopsPerSecond: number; cpuMs: number; timesOurs: number }>;
}

/** One thing, measured several times. */
export interface Sample {
  median: number;
  low: number;
  high: number;
}

export function sampleOf(values: readonly number[]): Sample {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: sorted[0] ?? 0, high: sorted.at(-1) ?? 0 };
}

/** @param share 0.5 for the median, 0.99 for what one in a hundred exceeds */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
}

/** One row of the table for people. */
export interface Row {
  what: string;
  sample: Sample;
  unit: string;
  /** What it is held against, in the same run. */
  beside?: string;
  /** What must be reached: at most, or at least. */
  atMost?: number;
  atLeast?: number;
}
