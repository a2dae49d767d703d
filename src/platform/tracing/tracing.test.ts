import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type TestContext, test } from 'node:test';
import { aCollector } from '../../../test/support/collector.ts';
import {
  currentSpan,
  noteReference,
  openTracer,
  type SpanFacts,
  spanCounts,
  spanned,
  type TracerSettings,
  traceHeaders,
} from './index.ts';

async function traced(t: TestContext, change: Partial<TracerSettings> = {}) {
  const collector = await aCollector(t);
  const counts: Record<string, number> = {};
  const turns: boolean[] = [];
  const counting = spanCounts.hear(({ outcome, count }) => {
    counts[outcome] = (counts[outcome] ?? 0) + count;
  });
  const tracer = await openTracer({
    endpoint: collector.endpoint,
    headers: { authorization: 'Bearer of the test' },
    serviceName: 'account of the test',
    sampleRatio: 1,
    reference: () => undefined,
    onTurn: (works) => void turns.push(works),
    ...change,
  });
  t.after(async () => {
    await tracer.stop(0);
    counting.stop();
  });
  return { tracer, collector, counts, turns };
}

const facts = (name: string, more: Partial<SpanFacts> = {}): SpanFacts => ({ name, attributes: {}, ...more });
const nothing = async () => undefined;

test('what happens within a span is of the same trace and below it, beside others that go on at once', async (t) => {
  const { tracer, collector } = await traced(t);
  const family = (name: string) =>
    spanned(facts(name, { kind: 'server' }), async () => {
      await spanned(facts(`${name} child`), async () => {
        await new Promise(setImmediate);
        tracer.ended(facts(`${name} grandchild`), 0.5);
      });
    });
  await Promise.all([family('first'), family('second')]);
  await tracer.stop(5000);
  const spanOf = (name: string) => collector.spans().find((span) => span.name === name);
  for (const name of ['first', 'second']) {
    const [top, child, grandchild] = [name, `${name} child`, `${name} grandchild`].map(spanOf);
    assert.equal(child?.parentSpanId, top?.spanId);
    assert.equal(grandchild?.parentSpanId, child?.spanId);
    assert.equal(grandchild?.traceId, top?.traceId);
    assert.ok(grandchild && Math.abs(grandchild.seconds - 0.5) < 0.01);
    assert.equal(top?.kind, 2);
  }
  assert.notEqual(spanOf('first')?.traceId, spanOf('second')?.traceId);
  assert.equal(collector.headers[0]?.authorization, 'Bearer of the test');
  assert.equal(collector.resources()[0]?.['service.name'], 'account of the test');
});

test('a believed caller gives its trace and its decision to sample; without one there is a new trace', async (t) => {
  const { tracer, collector } = await traced(t, { sampleRatio: 0 });
  const traceId = 'a'.repeat(32);
  const parents = [
    `00-${traceId}-${'b'.repeat(16)}-01`,
    `00-${traceId}-${'b'.repeat(16)}-00`,
    `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`,
    'nonsense',
    undefined,
  ];
  const onwards: (string | undefined)[] = [];
  for (const parent of parents) {
    await spanned(facts('asked', { kind: 'server', parent }), async () => {
      onwards.push(traceHeaders().traceparent);
    });
  }
  await tracer.stop(5000);
  assert.deepEqual(
    collector.spans().map(({ traceId, parentSpanId }) => [traceId, parentSpanId]),
    [[traceId, 'b'.repeat(16)]],
  );
  const [sampled, unsampled, ...others] = onwards;
  assert.match(sampled ?? '', new RegExp(`^00-${traceId}-(?!b{16})[0-9a-f]{16}-01$`));
  assert.match(unsampled ?? '', new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
  for (const other of others) assert.match(other ?? '', /^00-(?!a{32}|0{32})[0-9a-f]{32}-[0-9a-f]{16}-00$/);
});

test('a fault is told by its kind, and its words are not', async (t) => {
  const { tracer, collector } = await traced(t);
  const fault = Object.assign(new Error('canary'), { code: 'ECONNREFUSED' });
  await assert.rejects(
    spanned(facts('refused'), () => Promise.reject(fault)),
    fault,
  );
  await assert.rejects(spanned(facts('broken'), () => Promise.reject(new TypeError('canary'))));
  await tracer.stop(5000);
  const kinds = collector.spans().map(({ attributes, isError }) => [attributes['error.type'], isError]);
  assert.deepEqual(kinds, [
    ['ECONNREFUSED', true],
    ['TypeError', true],
  ]);
  assert.doesNotMatch(collector.bodies.join(), /canary/);
});

test('the reference number is the one that the page shows at its end', async (t) => {
  const { tracer, collector } = await traced(t);
  await spanned(facts('page'), async () => {
    let shown = 'AAAA-AAAA';
    noteReference(() => shown);
    await undefined;
    shown = 'K7QM-2XWD';
  });
  await tracer.stop(5000);
  assert.equal(collector.spans()[0]?.attributes['master_account.reference'], 'K7QM-2XWD');
});

test('a collector that refuses is told of once, and its spans count as failed', async (t) => {
  const { tracer, collector, counts, turns } = await traced(t);
  collector.state = 'refuses';
  for (let count = 0; count < 600; count++) await spanned(facts('lost'), nothing);
  await tracer.stop(5000);
  assert.deepEqual(counts, { failed: 600 });
  assert.deepEqual(turns, [false]);
});

test('a collector that hangs is not waited for, what waits is bounded, and what is dropped is counted', async (t) => {
  const { tracer, collector, counts } = await traced(t);
  collector.state = 'hangs';
  for (let count = 0; count < 10_000; count++) await spanned(facts('many'), nothing);
  assert.ok((counts['dropped'] ?? 0) > 5000 && (counts['dropped'] ?? 0) < 6000, JSON.stringify(counts));
  await tracer.stop(100);
  assert.equal(counts['failed'], undefined, 'it was not waited for until a call had failed');
});

test('without traces there is no span, no header, and no module of OpenTelemetry', async () => {
  await spanned(facts('nobody'), async () => {
    assert.equal(currentSpan(), undefined);
    assert.deepEqual(traceHeaders(), {});
  });
  const sources = globSync('src/**/*.ts', { exclude: ['**/*.test.ts'] }).map((file) => ({
    file: file.replaceAll('\\', '/'),
    // What an import() or the types of a module bring is not loaded with the file.
    loads: [...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm)].map(
      ([, from = '']) => basename(from.startsWith('@opentelemetry/') ? '@opentelemetry' : from),
    ),
  }));
  assert.ok(sources.length > 300);
  const loading = (name: string) =>
    sources.filter(({ loads }) => loads.includes(name)).map(({ file }) => file);
  const ours = ['src/platform/tracing/exporting.ts', 'src/platform/tracing/open-tracer.ts'];
  assert.deepEqual(loading('@opentelemetry').sort(), ours);
  assert.deepEqual(loading('exporting.ts'), ours.slice(1));
  assert.deepEqual(loading('open-tracer.ts'), []);
  assert.deepEqual(loading('open-tracing.ts'), []);
});
