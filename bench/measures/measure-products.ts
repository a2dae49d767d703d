import { type Sample, sampleOf } from '../figures.ts';
import { betterAuth } from '../others/better-auth.ts';
import { howToInstall, installedVersion, type Product, type RunningProduct } from '../others/product.ts';
import { type BenchRun, SESSIONS } from './bench-run.ts';
import { type Hops, hopsOf } from './measure-hops.ts';

/** Another product beside Master Account. */
export interface Compared {
  name: string;
  version: string;
  perSecond: Sample;
  cpuMs: Sample;
  /** What Master Account did a second by turns with it, and the CPU of its server for each. */
  ours: Sample;
  oursCpuMs: Sample;
  /** How many times as many Master Account did, in each round. */
  times: Sample;
  atLeast: number;
}

export interface ProductFigures {
  compared: Compared[];
  /** A line for each product that is not there, or did not start. */
  missing: string[];
}

const PRODUCTS: readonly Product[] = [betterAuth];

/** Single sign-on at each other product that is in the folder, beside the same at Master Account. */
export async function measureProducts(run: BenchRun, folder: string | undefined): Promise<ProductFigures> {
  const found: ProductFigures = { compared: [], missing: [] };
  for (const product of PRODUCTS) {
    const version = folder === undefined ? undefined : installedVersion(product, folder);
    if (folder === undefined || version === undefined) found.missing.push(howToInstall(product));
    else {
      const running = await startIn(folder, product, run);
      const { name, atLeast } = product;
      if (!running) found.missing.push(`${name} ${version} did not start.`);
      else found.compared.push({ name, version, atLeast, ...(await compare(run, running)) });
    }
  }
  return found;
}

/** A version that was never tried may not: everything else has been measured by then, and is told all the same. */
function startIn(folder: string, product: Product, { server, accounts }: BenchRun) {
  const { password } = server.place.target;
  return product.start(folder, { accounts, password }).catch(() => undefined);
}

async function compare(run: BenchRun, running: RunningProduct): Promise<ReturnType<typeof sideBySide>> {
  try {
    await run.load.run({ do: 'open', target: running.target, sessions: SESSIONS, from: 0 });
    const { ours, theirs } = await hopsByTurns(run, running);
    return sideBySide(ours, theirs);
  } finally {
    await running.stop();
  }
}

async function hopsByTurns({ server, load, rounds, hopsEach }: BenchRun, running: RunningProduct) {
  const ours = { pid: server.pid, target: server.place.target, hops: [] as Hops[] };
  const theirs = { ...running, hops: [] as Hops[] };
  // Not counted: the first ones run in code that is not compiled yet.
  for (const { pid, target } of [ours, theirs]) await hopsOf(load, pid, target, hopsEach);
  for (let round = 0; round < rounds; round++) {
    // Whichever goes first finds the machine as the other left it, so they take turns at that too.
    for (const each of round % 2 ? [ours, theirs] : [theirs, ours]) {
      each.hops.push(await hopsOf(load, each.pid, each.target, hopsEach));
    }
  }
  return { ours: ours.hops, theirs: theirs.hops };
}

/** Round by round, because both meet what else the machine does in a round. */
export function sideBySide(ours: readonly Hops[], theirs: readonly Hops[]) {
  return {
    perSecond: sampleOf(theirs.map(({ perSecond }) => perSecond)),
    cpuMs: sampleOf(theirs.map(({ cpuMs }) => cpuMs)),
    ours: sampleOf(ours.map(({ perSecond }) => perSecond)),
    oursCpuMs: sampleOf(ours.map(({ cpuMs }) => cpuMs)),
    times: sampleOf(ours.map(({ perSecond }, round) => perSecond / (theirs[round]?.perSecond ?? Number.NaN))),
  };
}
