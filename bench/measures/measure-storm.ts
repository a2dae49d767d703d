import { quantile, type Sample, sampleOf } from '../figures.ts';
import { mostMemoryOf } from '../process-figures.ts';
import type { BenchRun } from './bench-run.ts';

export interface StormFigures {
  hopP99OfQuiet: Sample;
  quietP99: Sample;
  stormP99: Sample;
  goodputOfPeak: Sample;
  /** Milliseconds in which 99 of 100 of those that were turned away were told so. */
  refusedWithinMs: Sample;
  refused: Sample;
  withoutRetryAfter: Sample;
  stormMb: number;
}

const PEOPLE = 100;
const HOPS_PER_SECOND = 20;

/** A hundred people sign in at once, and whoever is through makes room for the next; others hop meanwhile. */
export async function measureStorm(run: BenchRun, peakPerSecond: number): Promise<StormFigures> {
  const { server, load, accounts, rounds, milliseconds } = run;
  const { target } = server.place;
  const long = milliseconds * 2;
  const quiet: number[] = [];
  const stormy: number[] = [];
  const goodput: number[] = [];
  const refused: number[][] = [];
  const unsaid: number[] = [];
  let stormMb = 0;
  for (let round = 0; round < Math.ceil(rounds / 2); round++) {
    const calm = await load.run({ do: 'quiet', target, milliseconds: long, hopsPerSecond: HOPS_PER_SECOND });
    const task = { do: 'storm', target, milliseconds: long, atOnce: PEOPLE, accounts } as const;
    const storm = load.storm({ ...task, hopsPerSecond: HOPS_PER_SECOND });
    stormMb = Math.max(stormMb, await mostMemoryOf(server.pid, storm));
    const { hops, signIns } = await storm;
    quiet.push(quantile(calm.times, 0.99));
    stormy.push(quantile(hops.times, 0.99));
    goodput.push((signIns.done * 1000) / signIns.took / peakPerSecond);
    refused.push(signIns.refused);
    unsaid.push(signIns.withoutRetryAfter);
  }
  return {
    hopP99OfQuiet: sampleOf(stormy.map((p99, round) => p99 / (quiet[round] ?? Number.NaN))),
    quietP99: sampleOf(quiet),
    stormP99: sampleOf(stormy),
    goodputOfPeak: sampleOf(goodput),
    refusedWithinMs: sampleOf(refused.map((times) => quantile(times, 0.99))),
    refused: sampleOf(refused.map(({ length }) => length)),
    withoutRetryAfter: sampleOf(unsaid),
    stormMb,
  };
}
