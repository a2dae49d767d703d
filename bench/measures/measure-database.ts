import { setTimeout as sleep } from 'node:timers/promises';
import { type Sample, sampleOf } from '../figures.ts';
import type { Limits } from '../limits/start-limits.ts';
import type { Load } from '../load/start-load.ts';
import { memoryOf } from '../process-figures.ts';
import { seedAccounts } from '../seed/seed-accounts.ts';
import { preparePlace, removePlace, type Server, startServer } from '../server.ts';
import { type BenchRun, SESSIONS } from './bench-run.ts';
import { measureHops } from './measure-hops.ts';
import { measureOthers } from './measure-others.ts';
import { measureProducts, type ProductFigures } from './measure-products.ts';
import { measureScale } from './measure-scale.ts';
import { measureSignIns } from './measure-sign-ins.ts';
import { measureStorm } from './measure-storm.ts';
import type { Measured } from './rows-of.ts';

export interface Effort {
  /** In the large database. */
  accounts: number;
  rounds: number;
  milliseconds: number;
  hops: number;
}

export interface Tools {
  database: 'sqlite' | 'postgres';
  load: Load;
  limits: Limits;
  smtpPort: number;
  /** Where other products are installed. */
  others: string | undefined;
  /** An empty database on PostgreSQL; none for the embedded one. */
  newUrl(): Promise<string | undefined>;
  say(words: string): void;
}

const FEW = 1000;

/** Everything about Master Account on one database. */
export async function measureDatabase(tools: Tools, effort: Effort): Promise<Measured> {
  const { load, limits, say } = tools;
  const few = await placeWith(tools, FEW);
  say('starting');
  const { server, start } = await startSeveralTimes(few, effort.rounds);
  const base = { load, limits, rounds: effort.rounds, milliseconds: effort.milliseconds };
  const run: BenchRun = { ...base, server, accounts: FEW, hopsEach: Math.ceil(effort.hops / effort.rounds) };
  try {
    await sleep(500);
    const startMb = memoryOf(server.pid);
    await openSessions(run);
    say('single sign-on');
    const hop = await measureHops(run);
    const afterHopsMb = memoryOf(server.pid);
    say('sign-ins');
    const signIn = await measureSignIns(run);
    const others = await measureOthers({ ...run, hopsEach: Math.ceil(run.hopsEach / 2) });
    say('a storm');
    const storm = await measureStorm(run, signIn.perSecond.median);
    say(`${effort.accounts} accounts`);
    const scale = await scaleOf(tools, run, effort);
    const products = await productsOf(tools, run);
    const memory = { startMb, afterHopsMb, stormMb: storm.stormMb };
    const { accounts, hops } = effort;
    const figures = { hop, signIn, storm, scale, start, memory, others, products };
    return { ...figures, accounts, hops, database: tools.database };
  } finally {
    await server.stop();
    removePlace(few);
  }
}

async function placeWith({ smtpPort, newUrl, say }: Tools, accounts: number) {
  const place = await preparePlace({ smtpPort, url: await newUrl() });
  say(`seeding ${accounts} accounts`);
  await seedAccounts(place, accounts);
  return place;
}

async function startSeveralTimes(
  place: Parameters<typeof startServer>[0],
  rounds: number,
): Promise<{ server: Server; start: Sample }> {
  const times: number[] = [];
  for (;;) {
    const server = await startServer(place);
    times.push(server.startedIn);
    if (times.length === rounds) return { server, start: sampleOf(times) };
    await server.stop();
  }
}

const openSessions = async ({ load, limits, server }: BenchRun): Promise<void> => {
  await load.run({ do: 'open', target: server.place.target, sessions: SESSIONS, from: 0 });
  await load.run({ do: 'open', target: limits.memoryStore.target, sessions: SESSIONS, from: 0 });
};

async function scaleOf(tools: Tools, few: BenchRun, { accounts, rounds }: Effort) {
  const place = await placeWith(tools, accounts);
  const server = await startServer(place);
  const hopsEach = Math.ceil(few.hopsEach / 2);
  const many: BenchRun = { ...few, server, accounts, hopsEach, rounds };
  try {
    await tools.load.run({ do: 'open', target: place.target, sessions: SESSIONS, from: 0 });
    return await measureScale({ ...few, hopsEach }, many);
  } finally {
    await server.stop();
    removePlace(place);
  }
}

/** They are set up on SQLite alone. */
async function productsOf({ database, others, say }: Tools, run: BenchRun): Promise<ProductFigures> {
  if (database !== 'sqlite') return { compared: [], missing: [] };
  say('other products');
  return measureProducts(run, others);
}
