import type { Figures, Row, Sample } from '../figures.ts';
import type { HopFigures } from './measure-hops.ts';
import type { Compared, ProductFigures } from './measure-products.ts';
import type { ScaleFigures } from './measure-scale.ts';
import type { SignInFigures } from './measure-sign-ins.ts';
import type { StormFigures } from './measure-storm.ts';

export interface Measured {
  hop: HopFigures;
  signIn: SignInFigures;
  storm: StormFigures;
  scale: ScaleFigures;
  start: Sample;
  memory: Figures['memory'];
  others: Row[];
  products: ProductFigures;
  database: 'sqlite' | 'postgres';
  /** In the large database. */
  accounts: number;
  hops: number;
}

/** The figures for programs. */
export const figuresOf = ({ hop, signIn, storm, scale, start, memory, products }: Measured): Figures => ({
  signIn: { perSecond: round(signIn.perSecond), ofHashLimit: round(signIn.ofHashLimit) },
  hop: { perSecond: round(hop.perSecond), cpuMs: round(hop.cpuMs), ofMemoryStore: round(hop.ofMemoryStore) },
  storm: {
    hopP99OfQuiet: round(storm.hopP99OfQuiet),
    goodputOfPeak: round(storm.goodputOfPeak),
    refusedWithinMs: round(storm.refusedWithinMs),
  },
  scale: { worstChange: round(scale.worstChange) },
  start: { ms: round(start) },
  memory: {
    startMb: round(once(memory.startMb)),
    afterHopsMb: round(once(memory.afterHopsMb)),
    stormMb: round(once(memory.stormMb)),
  },
  ...(products.compared.length > 0 && {
    others: Object.fromEntries(products.compared.map((each) => [each.name, figuresOfProduct(each)])),
  }),
});

const figuresOfProduct = ({ version, perSecond, cpuMs, times }: Compared) => ({
  version,
  hopsPerSecond: round(perSecond),
  cpuMs: round(cpuMs),
  timesOurs: round(times),
});

const once = (value: number): Sample => ({ median: value, low: value, high: value });
const round = ({ median }: Sample): number => Number(median.toPrecision(4));
const asShare = ({ median, low, high }: Sample): Sample => ({
  median: median * 100,
  low: low * 100,
  high: high * 100,
});
const about = ({ median }: Sample, digits = 1): string => median.toFixed(digits);

/** Hashes that are worked on at once, 19 MiB each. */
const HASHING_MB = 3 * 19;

/** The same for people, each beside its limit. */
export const rowsOf = ({
  hop,
  signIn,
  storm,
  scale,
  start,
  memory,
  others,
  products,
  ...run
}: Measured): Row[] => [
  {
    what: 'password sign-in',
    sample: signIn.perSecond,
    unit: 'a second',
    beside: `server CPU ${about(signIn.cpuMs)} ms each`,
  },
  {
    what: 'of bare argon2id hashes',
    sample: asShare(signIn.ofHashLimit),
    unit: '%',
    beside: `${about(signIn.hashesPerSecond)} a second`,
    atLeast: 85,
  },
  { what: 'single sign-on, 16 at once', sample: hop.perSecond, unit: 'a second' },
  {
    what: 'server CPU of one',
    sample: hop.cpuMs,
    unit: 'ms',
    beside: `in-memory store ${about(hop.memoryStoreCpuMs, 2)} ms`,
  },
  {
    what: 'of the in-memory store',
    sample: hop.ofMemoryStore,
    unit: 'times',
    atMost: run.database === 'sqlite' ? 1.3 : 2,
  },
  ...others,
  {
    what: 'storm: sign-on p99, of quiet',
    sample: storm.hopP99OfQuiet,
    unit: 'times',
    beside: `${about(storm.stormP99)} ms beside ${about(storm.quietP99)} ms`,
    atMost: 5,
  },
  { what: 'storm: sign-ins, of their peak', sample: asShare(storm.goodputOfPeak), unit: '%', atLeast: 90 },
  {
    what: 'storm: turned away within',
    sample: storm.refusedWithinMs,
    unit: 'ms',
    beside: `${about(storm.refused, 0)} people, ${about(storm.withoutRetryAfter, 0)} without Retry-After`,
    atMost: 100,
  },
  ...Object.entries(scale.changes).map(([what, sample]) => ({
    what: `${run.accounts} accounts: ${what}`,
    sample: asShare(sample),
    unit: '% more',
    atMost: 15,
  })),
  { what: 'start to first answer', sample: start, unit: 'ms', atMost: 1000 },
  { what: 'memory after start', sample: once(memory.startMb), unit: 'MB', atMost: 150 },
  { what: `memory after ${run.hops} sign-ons`, sample: once(memory.afterHopsMb), unit: 'MB', atMost: 230 },
  { what: 'memory in the storm', sample: once(memory.stormMb), unit: 'MB', atMost: 230 + HASHING_MB },
  ...products.compared.flatMap(rowsOfProduct),
];

const rowsOfProduct = ({ name, version, perSecond, cpuMs, times, atLeast, ...each }: Compared): Row[] => [
  {
    what: `single sign-on, ${name} ${version}`,
    sample: perSecond,
    unit: 'a second',
    beside: `server CPU ${about(cpuMs)} ms each`,
  },
  {
    what: `Master Account, of ${name}'s`,
    sample: times,
    unit: 'times',
    beside: `${about(each.ours, 0)} a second, server CPU ${about(each.oursCpuMs)} ms each`,
    atLeast,
  },
];
