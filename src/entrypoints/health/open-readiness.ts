import { seconds } from '../../kernel/index.ts';

/** What has to hold for a node to serve, by name. Each answers whether it does; one that throws does not. */
export type ReadinessChecks = Record<string, () => Promise<boolean>>;

export type ReadinessAnswer = { status: 'ready' | 'stopping' } | NotReady;

interface NotReady {
  status: 'not-ready';
  /** `ok`, `failed`, or `no-answer` where it takes too long. */
  checks: Record<string, 'ok' | 'failed' | 'no-answer'>;
}

export interface Readiness {
  look(): Promise<ReadinessAnswer>;
  /** From now on the node is not ready, whatever else holds. */
  stop(): void;
}

/** A database that does not answer within it is one that nobody should wait for. */
const BOUND = seconds(2);
/** However often it is asked, the database is asked no more often than that. */
const LOOK_EVERY = seconds(1);
/** A question that is not answered by then never will be: another one is put. */
const GIVEN_UP_AFTER = seconds(10);

/** @param bound milliseconds; another one only for tests */
export function openReadiness(checks: ReadinessChecks, bound = BOUND): Readiness {
  let stopped = false;
  let last: { at: number; answer: ReadinessAnswer } | undefined;
  let asking: { since: number; answer: Promise<ReadinessAnswer> } | undefined;

  // Not the clock of the product: that one may be moved, and what is old must not look new.
  const now = () => performance.now();
  const ask = (): Promise<ReadinessAnswer> => {
    const asked = { since: now(), answer: judge(checks, bound) };
    asking = asked;
    return asked.answer.then((answer) => {
      last = { at: now(), answer };
      if (asking === asked) asking = undefined;
      return answer;
    });
  };

  return {
    stop() {
      stopped = true;
    },
    async look() {
      if (stopped) return { status: 'stopping' };
      if (last && now() - last.at < LOOK_EVERY) return last.answer;
      const answer = await (asking && now() - asking.since < GIVEN_UP_AFTER ? asking.answer : ask());
      return stopped ? { status: 'stopping' } : answer;
    },
  };
}

async function judge(checks: ReadinessChecks, bound: number): Promise<ReadinessAnswer> {
  const verdicts = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await within(bound, check)] as const),
  );
  if (verdicts.every(([, verdict]) => verdict === 'ok')) return { status: 'ready' };
  return { status: 'not-ready', checks: Object.fromEntries(verdicts) };
}

function within(bound: number, check: () => Promise<boolean>): Promise<'ok' | 'failed' | 'no-answer'> {
  const { promise, resolve } = Promise.withResolvers<'ok' | 'failed' | 'no-answer'>();
  const timer = setTimeout(() => resolve('no-answer'), bound);
  check()
    .then(
      (holds) => resolve(holds ? 'ok' : 'failed'),
      () => resolve('failed'),
    )
    .finally(() => clearTimeout(timer));
  return promise;
}
