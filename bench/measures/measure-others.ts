import { type Row, sampleOf } from '../figures.ts';
import type { Outcome } from '../load/tasks.ts';
import { AT_ONCE, type BenchRun } from './bench-run.ts';

const PATHS = {
  discovery: '/.well-known/openid-configuration',
  'signing keys (JWKS)': '/oidc/jwks',
  'first page': '/register',
};

/** What else is asked for, beside a Node server that does nothing: reported only. */
export async function measureOthers({ server, load, limits, rounds, hopsEach }: BenchRun): Promise<Row[]> {
  const { target } = server.place;
  const bare: number[] = [];
  const found = new Map<string, number[]>();
  const note = (what: string, outcome: Outcome) =>
    found.set(what, [...(found.get(what) ?? []), rateOf(outcome)]);
  for (let round = 0; round < Math.ceil(rounds / 2); round++) {
    const gets = { do: 'gets', count: hopsEach, atOnce: AT_ONCE } as const;
    bare.push(rateOf(await load.run({ ...gets, target: limits.bareServer.target, path: '/' })));
    for (const [what, path] of Object.entries(PATHS)) note(what, await load.run({ ...gets, target, path }));
    note('refresh', await load.run({ do: 'refreshes', target, count: Math.ceil(hopsEach / 4) }));
  }
  const limit = sampleOf(bare);
  return [...found].map(([what, rates]) => {
    const sample = sampleOf(rates);
    const share = ((100 * sample.median) / limit.median).toFixed(1);
    return {
      what,
      sample,
      unit: 'a second',
      beside: `${share} % of a bare server's ${limit.median.toFixed(0)}`,
    };
  });
}

const rateOf = ({ done, took }: Outcome): number => (done * 1000) / took;
