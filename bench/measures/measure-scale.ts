import { quantile, type Sample, sampleOf } from '../figures.ts';
import { cpuOf } from '../process-figures.ts';
import type { Server } from '../server.ts';
import { AT_ONCE, type BenchRun } from './bench-run.ts';
import { hopsOf } from './measure-hops.ts';

export interface ScaleFigures {
  /** What with many accounts costs more than with few, as a share of it; by what it is. */
  changes: Record<'hop, CPU' | 'hop, time' | 'sign-in, CPU', Sample>;
  worstChange: Sample;
}

interface Costs {
  'hop, CPU': number;
  'hop, time': number;
  'sign-in, CPU': number;
}

/** The same at two servers by turns: one with few accounts in its database, one with many. */
export async function measureScale(few: BenchRun, many: BenchRun): Promise<ScaleFigures> {
  const changes: Record<keyof Costs, number[]> = { 'hop, CPU': [], 'hop, time': [], 'sign-in, CPU': [] };
  // Not counted: the first round runs in code that is not compiled yet.
  for (const run of [few, many]) await costsOf(run);
  for (let round = 0; round < few.rounds; round++) {
    // Whichever goes first finds the machine as the other left it, so they take turns at that too.
    const order = round % 2 ? [few, many] : [many, few];
    const costs = new Map<BenchRun, Costs>();
    for (const run of order) costs.set(run, await costsOf(run));
    const [less, more] = [costs.get(few), costs.get(many)] as [Costs, Costs];
    for (const what of ['hop, CPU', 'hop, time', 'sign-in, CPU'] as const) {
      changes[what].push(more[what] / less[what] - 1);
    }
  }
  const samples = {
    'hop, CPU': sampleOf(changes['hop, CPU']),
    'hop, time': sampleOf(changes['hop, time']),
    'sign-in, CPU': sampleOf(changes['sign-in, CPU']),
  };
  const worst = Object.values(samples).toSorted((a, b) => b.median - a.median)[0] as Sample;
  return { changes: samples, worstChange: worst };
}

async function costsOf({ server, load, accounts, hopsEach, milliseconds }: BenchRun): Promise<Costs> {
  const { target } = server.place;
  const { cpuMs } = await hopsOf(load, server.pid, target, hopsEach);
  const alone = await load.run({ do: 'hops', target, count: Math.ceil(hopsEach / 4), atOnce: 1 });
  return {
    'hop, CPU': cpuMs,
    'hop, time': quantile(alone.times, 0.5),
    'sign-in, CPU': await signInCost(server, { load, accounts, milliseconds }),
  };
}

async function signInCost(
  { pid, place }: Server,
  { load, accounts, milliseconds }: Pick<BenchRun, 'load' | 'accounts' | 'milliseconds'>,
): Promise<number> {
  const before = cpuOf(pid);
  const task = { do: 'sign-ins', target: place.target, milliseconds, atOnce: AT_ONCE, accounts } as const;
  const { done } = await load.run(task);
  return (cpuOf(pid) - before) / done;
}
