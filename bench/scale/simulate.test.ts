import assert from 'node:assert/strict';
import { test } from 'node:test';
import { always, exponential, simulate } from './simulate.ts';

/** The share of those that have to wait at M/M/c (Erlang C). */
function waiting(load: number, servers: number): number {
  let sum = 0;
  let term = 1;
  for (let busy = 0; busy < servers; busy++) {
    sum += term;
    term *= load / (busy + 1);
  }
  const full = term / (1 - load / servers);
  return full / (sum + full);
}

const isNear = (measured: number, expected: number, within: number, what: string) =>
  assert.ok(
    Math.abs(measured - expected) <= within * expected,
    `${what}: ${measured} instead of ${expected}`,
  );

test('waits and times of the simulation are those of the theory of queues (M/M/c)', () => {
  for (const [rate, servers] of [
    [0.5, 1],
    [0.8, 1],
    [3.4, 4],
    [14, 16],
  ] as const) {
    const station = { name: 'desk', servers, time: exponential(1) };
    const { kinds, busy, waits } = simulate([station], [{ name: 'all', path: [0], rate }], 200_000 / rate);
    const wait = waiting(rate, servers) / (servers - rate);
    isNear(waits['desk'] ?? 0, wait, 0.08, `wait at ${rate} of ${servers}`);
    isNear(kinds['all']?.mean ?? 0, wait + 1, 0.03, `time at ${rate} of ${servers}`);
    isNear(busy['desk'] ?? 0, rate / servers, 0.02, `use at ${rate} of ${servers}`);
  }
});

test('where all take as long, they wait half as long (M/D/1)', () => {
  const { waits } = simulate(
    [{ name: 'desk', servers: 1, time: always(1) }],
    [{ name: 'all', path: [0], rate: 0.8 }],
    200_000,
  );
  isNear(waits['desk'] ?? 0, 0.8 / (2 * (1 - 0.8)), 0.04, 'wait');
});

test('where there is no room to wait, as many are refused as Erlang says (M/M/c/c)', () => {
  const { kinds } = simulate(
    [{ name: 'lines', servers: 5, time: exponential(1), room: 0 }],
    [{ name: 'calls', path: [0], rate: 4 }],
    50_000,
  );
  // Erlang B of 4 on 5 lines.
  isNear(kinds['calls']?.refused ?? 0, 0.1991, 0.04, 'refused');
});

test('jobs that share a go are no slower for being many, and somebody always there is served as fast as it goes', () => {
  const disk = { name: 'disk', servers: 1, time: always(0.002), together: 100 };
  const { kinds } = simulate([disk], [{ name: 'writes', path: [0], always: 50 }], 20);
  isNear(kinds['writes']?.perSecond ?? 0, 25_000, 0.05, 'writes a second');
  assert.ok((kinds['writes']?.p99 ?? 1) <= 0.0041);
});
