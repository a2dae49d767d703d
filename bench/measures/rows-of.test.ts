import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { quantile, type Sample, sampleOf } from '../figures.ts';
import { readOptions } from '../options.ts';
import { howToInstall, installedVersion, type Product } from '../others/product.ts';
import { isMissed, tableOf } from '../table.ts';
import { type Compared, measureProducts, sideBySide } from './measure-products.ts';
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
  products: { compared: [], missing: ['other is not installed: npm install other'] },
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

const other: Compared = {
  name: 'other',
  version: '1.2.3',
  perSecond: of(80.12345),
  cpuMs: of(10),
  ours: of(400),
  oursCpuMs: of(2),
  times: of(5),
  atLeast: 5,
};

const beside = (compared: Compared): Measured => ({
  ...measured,
  products: { compared: [compared], missing: [] },
});

test('another product that was there is told by its name and version, and how many times as many sign-ons we do', () => {
  assert.deepEqual(figuresOf(beside(other)).others, {
    other: { version: '1.2.3', hopsPerSecond: 80.12, cpuMs: 10, timesOurs: 5 },
  });
  assert.match(tableOf('sqlite', rowsOf(beside(other))), /single sign-on, other 1\.2\.3 +80\.1 a second/);
  assert.deepEqual(rowsOf(beside(other)).filter(isMissed), []);
  const missed = rowsOf(beside({ ...other, times: of(4.9) })).filter(isMissed);
  assert.deepEqual(
    missed.map(({ what }) => what),
    ["Master Account, of other's"],
  );
});

test('another product that is not there has a line of its own, and nothing is missed', () => {
  assert.deepEqual(rowsOf(measured).filter(isMissed), []);
  assert.ok(!('others' in figuresOf(measured)));
  const table = tableOf('sqlite', rowsOf(measured), measured.products.missing);
  assert.ok(table.endsWith('\n  other is not installed: npm install other'));
});

test('a product is compared where everything that it needs is in the folder, and else it is said what to install', async (t) => {
  const product = {
    name: 'other',
    packages: { other: '1.2.3', '@other/provider': '1.2.0' },
    installOptions: '--legacy-peer-deps',
  } as unknown as Product;
  const folder = temporaryFolder();
  t.after(() => rmSync(folder, { recursive: true }));
  const install = (name: string, version: string): void => {
    mkdirSync(join(folder, 'node_modules', name), { recursive: true });
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ version }));
  };
  install('other', '1.2.4');
  assert.equal(installedVersion(product, folder), undefined);
  install('@other/provider', '1.2.0');
  assert.equal(installedVersion(product, folder), '1.2.4');
  assert.equal(
    howToInstall(product),
    'other is not installed: npm install --prefix FOLDER --legacy-peer-deps other@1.2.3 @other/provider@1.2.0' +
      ' and then npm run bench -- --others FOLDER',
  );
  // Nothing is started, and so nothing of the run is looked at.
  const { compared, missing } = await measureProducts({} as never, undefined);
  assert.deepEqual(compared, []);
  assert.match(
    missing.join('\n'),
    /^better-auth is not installed: npm install .* better-auth@\d+\.\d+\.\d+ /,
  );
});

test('two products are held against each other round by round', () => {
  const hops = (...rates: number[]) => rates.map((perSecond) => ({ perSecond, cpuMs: 1 }));
  // In the second round the machine was at half its speed.
  const { times, ours, perSecond } = sideBySide(hops(400, 200, 440), hops(80, 40, 80));
  assert.deepEqual(times, { median: 5, low: 5, high: 5.5 });
  assert.equal(ours.median, 400);
  assert.equal(perSecond.median, 80);
});

test('the options say how long to measure, and where other products are', () => {
  const options = readOptions(['--quick', '--only', 'sqlite', '--others', 'elsewhere']);
  assert.equal(options.others, resolve('elsewhere'));
  assert.equal(options.only, 'sqlite');
  assert.equal(options.effort.hops, 1500);
  assert.deepEqual(readOptions(['--accounts', '5']).effort, { ...readOptions([]).effort, accounts: 5 });
  assert.equal(readOptions([]).others, undefined);
  assert.throws(() => readOptions(['--other', 'elsewhere']), /Unknown option/);
});

test('of several measures the median counts, and the spread is told', () => {
  assert.deepEqual(sampleOf([5, 1, 3]), { median: 3, low: 1, high: 5 });
  assert.equal(quantile([...Array(200).keys()], 0.99), 198);
});
