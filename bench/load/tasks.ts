// What the load process can be asked to do, and what it answers.
import { Connection } from './connection.ts';
import { type Target, TurnedAway, Visitor } from './visitor.ts';

export interface Outcome {
  /** Milliseconds, all of it. */
  took: number;
  done: number;
  /** Milliseconds of each. */
  times: number[];
  /** Milliseconds in which each of those who were turned away was told so. */
  refused: number[];
  /** Of those, how many were not told when to come back. */
  withoutRetryAfter: number;
}

export type Task =
  | { do: 'open'; target: Target; sessions: number; from: number }
  | { do: 'hops'; target: Target; count: number; atOnce: number }
  | { do: 'sign-ins'; target: Target; milliseconds: number; atOnce: number; accounts: number }
  | {
      do: 'storm';
      target: Target;
      milliseconds: number;
      atOnce: number;
      accounts: number;
      hopsPerSecond: number;
    }
  | { do: 'quiet'; target: Target; milliseconds: number; hopsPerSecond: number }
  | { do: 'gets'; target: Target; path: string; count: number; atOnce: number }
  | { do: 'refreshes'; target: Target; count: number };

export const emailOf = (number: number): string => `person-${number}@example.com`;

/** Those who are signed in and have nothing under way, by the origin of their server. */
const idle = new Map<string, Visitor[]>();
let nextPerson = 0;

export async function perform(task: Task): Promise<Outcome | { hops: Outcome; signIns: Outcome }> {
  switch (task.do) {
    case 'open':
      return openSessions(task);
    case 'hops':
      return repeat(task.count, task.atOnce, () => withVisitor(task.target, (visitor) => visitor.hop()));
    case 'quiet':
      return hopsAtRate(task);
    case 'sign-ins':
      return signInsFor(task);
    case 'storm': {
      const [signIns, hops] = await Promise.all([signInsFor(task), hopsAtRate(task)]);
      return { hops, signIns };
    }
    case 'gets':
      return getAgain(task);
    case 'refreshes':
      return refreshAgain(task);
  }
}

/** Signs people in, so that there are sessions to hop with. */
async function openSessions({ target, sessions, from }: Extract<Task, { do: 'open' }>): Promise<Outcome> {
  const opened: Visitor[] = [];
  const outcome = await repeat(sessions, 4, async (nth) => {
    const visitor = new Visitor(target);
    await visitor.signIn(emailOf(from + nth));
    opened.push(visitor);
  });
  idle.set(target.origin, opened);
  return outcome;
}

/** Whoever finds none free waits for one, and that counts as time. */
const waiting: ((visitor: Visitor) => void)[] = [];

async function withVisitor({ origin }: Target, step: (visitor: Visitor) => Promise<void>): Promise<void> {
  const free = idle.get(origin) ?? [];
  const visitor = free.shift() ?? (await new Promise<Visitor>((resolve) => void waiting.push(resolve)));
  try {
    await step(visitor);
  } finally {
    const next = waiting.shift();
    if (next) next(visitor);
    else free.push(visitor);
  }
}

/** So many in all, so many at once. */
async function repeat(count: number, atOnce: number, step: (nth: number) => Promise<void>): Promise<Outcome> {
  let begun = 0;
  return measure(atOnce, () => (begun < count ? begun++ : undefined), step);
}

function signInsFor({
  target,
  milliseconds,
  atOnce,
  accounts,
}: {
  target: Target;
  milliseconds: number;
  atOnce: number;
  accounts: number;
}): Promise<Outcome> {
  const until = performance.now() + milliseconds;
  return measure(
    atOnce,
    () => (performance.now() < until ? nextPerson++ : undefined),
    async (nth) => {
      // Another browser each time: it knows nothing, and nothing is known of it.
      const visitor = new Visitor(target);
      try {
        await visitor.signIn(emailOf(nth % accounts));
      } finally {
        visitor.close();
      }
    },
  );
}

/** One after the other in each of the lanes, until there is no next one. */
async function measure(
  lanes: number,
  next: () => number | undefined,
  step: (nth: number) => Promise<void>,
): Promise<Outcome> {
  const outcome: Outcome = { took: 0, done: 0, times: [], refused: [], withoutRetryAfter: 0 };
  const startedAt = performance.now();
  const lane = async (): Promise<void> => {
    for (let nth = next(); nth !== undefined; nth = next()) await timed(outcome, nth, step);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { ...outcome, took: performance.now() - startedAt };
}

async function timed(outcome: Outcome, nth: number, step: (nth: number) => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  try {
    await step(nth);
    outcome.done += 1;
    outcome.times.push(performance.now() - startedAt);
  } catch (fault) {
    if (!(fault instanceof TurnedAway)) throw fault;
    outcome.refused.push(fault.within);
    if (fault.retryAfter === undefined) outcome.withoutRetryAfter += 1;
    // Whoever is turned away does not come back at once.
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Hops that begin when it is their time, whether the ones before have been answered or not. */
async function hopsAtRate({
  target,
  milliseconds,
  hopsPerSecond,
}: {
  target: Target;
  milliseconds: number;
  hopsPerSecond: number;
}): Promise<Outcome> {
  const outcome: Outcome = { took: 0, done: 0, times: [], refused: [], withoutRetryAfter: 0 };
  const startedAt = performance.now();
  const running: Promise<void>[] = [];
  const count = Math.round((milliseconds / 1000) * hopsPerSecond);
  for (let nth = 0; nth < count; nth++) {
    const due = startedAt + (nth * 1000) / hopsPerSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(due - performance.now(), 0)));
    running.push(timed(outcome, nth, () => withVisitor(target, (visitor) => visitor.hop())));
  }
  await Promise.all(running);
  return { ...outcome, took: performance.now() - startedAt };
}

async function getAgain({ target, path, count, atOnce }: Extract<Task, { do: 'gets' }>): Promise<Outcome> {
  const lanes = Array.from({ length: atOnce }, () => new Connection(target.origin));
  const outcome = await repeat(count, atOnce, async () => {
    const connection = lanes.pop() as Connection;
    const { status } = await connection.ask({ path });
    lanes.push(connection);
    if (status !== 200) throw new Error(`${path} was answered ${status}.`);
  });
  for (const connection of lanes) connection.close();
  return outcome;
}

/** Each visitor's own refresh tokens, one after the other. */
async function refreshAgain({ target, count }: Extract<Task, { do: 'refreshes' }>): Promise<Outcome> {
  const all = (idle.get(target.origin) ?? []).slice(0, 16);
  const free = await Promise.all(all.map(async (visitor) => ({ visitor, token: await visitor.offline() })));
  return repeat(count, free.length, async () => {
    const one = free.shift();
    if (!one) throw new Error('More is under way than there are sessions.');
    one.token = await one.visitor.refresh(one.token);
    free.push(one);
  });
}
