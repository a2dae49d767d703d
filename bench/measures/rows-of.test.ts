import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quantile, type Sample, sampleOf } from '../figures.ts';
import { isMissed, tableOf } from '../table.ts';
import { figuresOf, type Measured, rowsOf } from './rows-of.ts';

const of = (median: number): Sample => ({ median, low: median, high: median });

const measured: Measured = {
  hop: { perSecond: of(400), cpuMs: of(1.61234), ofMemoryStore: of(1.25), memoryStoreCpuMs: of(1.3) },
  signIn: { perSecond: of(60), ofHashLimit: of(0.9), hashesPerSecond: of(66), cpuMs: of(20) },
  storm: {
    hopP99OfQuiet: of(4),
    quietP99: of(10),
    stormP99: of(40),
    goodputOfPeak: of(0.95),
    refusedWithinMs: of(20),
    refused: of(3),
    withoutRetryAfter: of(0),
    stormMb: 250,
  },
  scale: {
    changes: { 'hop, CPU': of(0.02), 'hop, time': of(0.03), 'sign-in, CPU': of(0.01) },
    worstChange: of(0.03),
  },
  start: of(800),
  memory: { startMb: 140, afterHopsMb: 200, stormMb: 250 },
  others: [{ what: 'refresh', sample: of(500), unit: 'a second' }],
  database: 'sqlite',
  accounts: 100_000,
  hops: 10_000,
};

test('programs get every figure, by its name', () => {
  assert.deepEqual(figuresOf(measured), {
    signIn: { perSecond: 60, ofHashLimit: 0.9 },
    hop: { perSecond: 400, cpuMs: 1.612, ofMemoryStore: 1.25 },
    storm: { hopP99OfQuiet: 4, goodputOfPeak: 0.95, refusedWithinMs: 20 },
    scale: { worstChange: 0.03 },
    start: { ms: 800 },
    memory: { startMb: 140, afterHopsMb: 200, stormMb: 250 },
  });
});

test('a limit that is missed is marked, and so is a figure that could not be measured', () => {
  assert.deepEqual(rowsOf(measured).filter(isMissed), []);
  const missedIn = (changed: Partial<Measured>) =>
    rowsOf({ ...measured, ...changed })
      .filter(isMissed)
      .map(({ what }) => what);
  assert.deepEqual(missedIn({ start: of(1001) }), ['start to first answer']);
  assert.deepEqual(missedIn({ signIn: { ...measured.signIn, ofHashLimit: of(0.84) } }), [
    'of bare argon2id hashes',
  ]);
  const slower = { ...measured.hop, ofMemoryStore: of(1.5) };
  assert.deepEqual(missedIn({ hop: slower }), ['of the in-memory store']);
  assert.deepEqual(missedIn({ hop: slower, database: 'postgres' }), []);
  assert.deepEqual(missedIn({ start: of(Number.NaN) }), ['start to first answer']);
  assert.match(tableOf('sqlite', rowsOf({ ...measured, start: of(1001) })), /first answer .* at most 1000 ✖/);
});

test('of several measures the median counts, and the spread is told', () => {
  assert.deepEqual(sampleOf([5, 1, 3]), { median: 3, low: 1, high: 5 });
  assert.equal(quantile([...Array(200).keys()], 0.99), 198);
});
