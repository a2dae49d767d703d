// A simulation of queues, event by event: jobs go from station to station, and wait where all servers are busy.

export interface Station {
  name: string;
  /** How many jobs are worked on at once. */
  servers: number;
  /** Seconds that one job takes there, drawn anew for each. */
  time: (draw: Draw) => number;
  /** How many may wait; who comes beyond is refused. Without it, any number. */
  room?: number;
  /** Jobs that wait are done together in one go, as commits share a write to the disk; so many at most. */
  together?: number;
}

/** Even between 0 and 1. */
export type Draw = () => number;

export interface Kind {
  name: string;
  /** The stations that a job passes, by their places in the list. */
  path: readonly number[];
  /** Jobs a second that come by themselves, at random moments. */
  rate?: number;
  /** Or so many that are always there: for each that is through the next one begins. */
  always?: number;
}

export interface Outcome {
  perSecond: number;
  /** The share of those that came. */
  refused: number;
  /** Seconds from the coming of a job to its end. */
  mean: number;
  p50: number;
  p99: number;
}

export interface Simulated {
  kinds: Record<string, Outcome>;
  /** The share of its servers' time that each station was busy. */
  busy: Record<string, number>;
  /** The mean wait at each station, seconds. */
  waits: Record<string, number>;
}

interface Job {
  kind: number;
  step: number;
  cameAt: number;
  queuedAt: number;
}

interface Event {
  at: number;
  act: () => void;
}

/**
 * @param seconds of simulated time that are counted, after a tenth of it that is not
 * @param seed the same one gives the same answer
 */
export function simulate(
  stations: readonly Station[],
  kinds: readonly Kind[],
  seconds: number,
  seed = 1,
): Simulated {
  const draw = drawing(seed);
  const agenda = new Agenda();
  const from = seconds / 10;
  const until = from + seconds;
  let now = 0;
  const states = stations.map(() => ({ busy: 0, queue: new Queue<Job>(), worked: 0, waited: 0, begun: 0 }));
  const tallies = kinds.map(() => ({ took: [] as number[], came: 0, refused: 0 }));
  const counts = () => now >= from;

  const begin = (place: number): void => {
    const station = stations[place] as Station;
    const state = states[place] as (typeof states)[number];
    while (state.busy < station.servers && state.queue.size > 0) {
      const group: Job[] = [];
      while (group.length < (station.together ?? 1) && state.queue.size > 0) group.push(state.queue.take());
      const takes = station.time(draw);
      state.busy++;
      if (counts()) {
        state.worked += takes;
        for (const job of group) state.waited += now - job.queuedAt;
        state.begun += group.length;
      }
      agenda.add(now + takes, () => {
        // Those who come back at once share the next go: the place is free after them.
        for (const job of group) arrive({ ...job, step: job.step + 1 });
        state.busy--;
        begin(place);
      });
    }
  };
  const arrive = (job: Job): void => {
    const kind = kinds[job.kind] as Kind;
    const tally = tallies[job.kind] as (typeof tallies)[number];
    const place = kind.path[job.step];
    if (place === undefined) {
      if (job.cameAt >= from) tally.took.push(now - job.cameAt);
      if (kind.always) come(job.kind);
      return;
    }
    const station = stations[place] as Station;
    const state = states[place] as (typeof states)[number];
    if (state.busy >= station.servers && state.queue.size >= (station.room ?? Number.POSITIVE_INFINITY)) {
      if (job.cameAt >= from) tally.refused++;
      // Whoever is told to come back in a second does.
      if (kind.always) agenda.add(now + 1, () => come(job.kind));
      return;
    }
    state.queue.add({ ...job, queuedAt: now });
    begin(place);
  };
  const come = (kind: number): void => {
    if (counts()) (tallies[kind] as (typeof tallies)[number]).came++;
    arrive({ kind, step: 0, cameAt: now, queuedAt: now });
  };
  const comeAtRate = (kind: number, rate: number): void => {
    agenda.add(now - Math.log(1 - draw()) / rate, () => {
      come(kind);
      comeAtRate(kind, rate);
    });
  };
  kinds.forEach(({ rate, always = 0 }, kind) => {
    if (rate) comeAtRate(kind, rate);
    for (let count = 0; count < always; count++) agenda.add(draw() / 100, () => come(kind));
  });
  for (let next = agenda.take(); next && next.at <= until; next = agenda.take()) {
    now = next.at;
    next.act();
  }
  return {
    kinds: Object.fromEntries(kinds.map(({ name }, index) => [name, outcomeOf(tallies[index], seconds)])),
    busy: Object.fromEntries(
      stations.map(({ name, servers }, index) => [name, (states[index]?.worked ?? 0) / seconds / servers]),
    ),
    waits: Object.fromEntries(
      stations.map(({ name }, index) => [
        name,
        (states[index]?.waited ?? 0) / Math.max(1, states[index]?.begun ?? 0),
      ]),
    ),
  };
}

function outcomeOf(
  tally: { took: number[]; came: number; refused: number } | undefined,
  seconds: number,
): Outcome {
  const took = [...(tally?.took ?? [])].sort((one, other) => one - other);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return {
    perSecond: took.length / seconds,
    refused: (tally?.refused ?? 0) / Math.max(1, tally?.came ?? 0),
    mean: took.reduce((sum, each) => sum + each, 0) / Math.max(1, took.length),
    p50: at(0.5),
    p99: at(0.99),
  };
}

export const always = (seconds: number) => (): number => seconds;
/** As often short as long around the mean: arrivals of strangers, answers of the network. */
export const exponential =
  (mean: number) =>
  (draw: Draw): number =>
    -Math.log(1 - draw()) * mean;

/** Mulberry32: small, and even enough for queues. */
function drawing(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** First come, first served, without moving those behind. */
class Queue<Item> {
  #items: Item[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  add(item: Item): void {
    this.#items.push(item);
  }

  take(): Item {
    const item = this.#items[this.#head++] as Item;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}

/** What comes next, always the earliest first: a binary heap. */
class Agenda {
  readonly #heap: Event[] = [];

  add(at: number, act: () => void): void {
    const heap = this.#heap;
    let index = heap.push({ at, act }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if ((heap[parent] as Event).at <= at) break;
      [heap[parent], heap[index]] = [heap[index] as Event, heap[parent] as Event];
      index = parent;
    }
  }

  take(): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    heap[0] = last;
    for (let index = 0; ; ) {
      const left = index * 2 + 1;
      if (left >= heap.length) return first;
      const child =
        left + 1 < heap.length && (heap[left + 1] as Event).at < (heap[left] as Event).at ? left + 1 : left;
      if ((heap[child] as Event).at >= (heap[index] as Event).at) return first;
      [heap[child], heap[index]] = [heap[index] as Event, heap[child] as Event];
      index = child;
    }
  }
}
