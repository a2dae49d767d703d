import { type Sample, sampleOf } from '../figures.ts';
import type { Load } from '../load/start-load.ts';
import type { Target } from '../load/visitor.ts';
import { cpuOf } from '../process-figures.ts';
import { AT_ONCE, type BenchRun } from './bench-run.ts';

export interface HopFigures {
  perSecond: Sample;
  cpuMs: Sample;
  ofMemoryStore: Sample;
  memoryStoreCpuMs: Sample;
}

/** The same hops by turns at Master Account and at the in-memory store: what else the machine does meets both. */
export async function measureHops({ server, load, limits, rounds, hopsEach }: BenchRun): Promise<HopFigures> {
  const memoryStore = limits.memoryStore;
  const ours: Hops[] = [];
  const bare: Hops[] = [];
  // Not counted: the first ones run in code that is not compiled yet.
  for (const { pid, target } of [{ pid: server.pid, target: server.place.target }, memoryStore]) {
    await hopsOf(load, pid, target, Math.ceil(hopsEach / 4));
  }
  for (let round = 0; round < rounds; round++) {
    ours.push(await hopsOf(load, server.pid, server.place.target, hopsEach));
    bare.push(await hopsOf(load, memoryStore.pid, memoryStore.target, hopsEach));
  }
  const ratios = ours.map(({ cpuMs }, round) => cpuMs / (bare[round]?.cpuMs ?? Number.NaN));
  return {
    perSecond: sampleOf(ours.map((each) => each.perSecond)),
    cpuMs: sampleOf(ours.map((each) => each.cpuMs)),
    ofMemoryStore: sampleOf(ratios),
    memoryStoreCpuMs: sampleOf(bare.map((each) => each.cpuMs)),
  };
}

export interface Hops {
  perSecond: number;
  /** Of the server's CPU, for each. */
  cpuMs: number;
}

export async function hopsOf(load: Load, pid: number, target: Target, count: number): Promise<Hops> {
  const before = cpuOf(pid);
  const { took, done } = await load.run({ do: 'hops', target, count, atOnce: AT_ONCE });
  return { perSecond: (done * 1000) / took, cpuMs: (cpuOf(pid) - before) / done };
}
