import { type Sample, sampleOf } from '../figures.ts';
import { cpuOf } from '../process-figures.ts';
import { AT_ONCE, type BenchRun } from './bench-run.ts';

export interface SignInFigures {
  perSecond: Sample;
  ofHashLimit: Sample;
  hashesPerSecond: Sample;
  cpuMs: Sample;
}

/** Whole sign-ins, each from a browser of its own, by turns with nothing but the hashes that they need. */
export async function measureSignIns(run: BenchRun): Promise<SignInFigures> {
  const { server, load, limits, accounts, rounds, milliseconds } = run;
  const rates: number[] = [];
  const cpu: number[] = [];
  const { target } = server.place;
  const task = { do: 'sign-ins', target, milliseconds, atOnce: AT_ONCE, accounts } as const;
  // Not counted: the first ones run in code that is not compiled yet.
  await load.run(task);
  const hashes = [await limits.hashesPerSecond(milliseconds)];
  for (let round = 0; round < rounds; round++) {
    const before = cpuOf(server.pid);
    const { done, took } = await load.run(task);
    rates.push((done * 1000) / took);
    cpu.push((cpuOf(server.pid) - before) / done);
    hashes.push(await limits.hashesPerSecond(milliseconds));
  }
  // Each beside the hashes before and after it.
  const ratios = rates.map((rate, round) => (2 * rate) / ((hashes[round] ?? 0) + (hashes[round + 1] ?? 0)));
  return {
    perSecond: sampleOf(rates),
    ofHashLimit: sampleOf(ratios),
    hashesPerSecond: sampleOf(hashes),
    cpuMs: sampleOf(cpu),
  };
}
