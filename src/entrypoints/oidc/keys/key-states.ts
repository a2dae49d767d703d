import { days, hours, type Instant } from '../../../kernel/index.ts';

/** The algorithms that services may choose from. */
export const ALGORITHMS = ['ES256', 'RS256'] as const;

/** A key signs for that long, then the next one is made. */
export const ROTATION = days(90);
/** A new key is published that long before it signs, so that services have it when they meet it first. */
export const PUBLISHED_AHEAD = hours(1);
/** Longer than any ID token or session, whose end names one as a hint. */
export const RETIRED_FOR = days(2);

export interface DatedKey {
  kid: string;
  alg: string;
  generation: number;
  createdAt: Instant;
  signsFrom: Instant;
}

/** The keys of one algorithm, by what they do now. `forgotten` ones are published no more. */
export interface KeyStates<Key extends DatedKey> {
  current: Key | undefined;
  upcoming: Key[];
  retired: Key[];
  forgotten: Key[];
}

/** Follows from the clock alone, so that all nodes see the same. */
export function keyStates<Key extends DatedKey>(
  keys: readonly Key[],
  alg: string,
  now: Instant,
): KeyStates<Key> {
  const inOrder = keys.filter((key) => key.alg === alg).sort((a, b) => a.generation - b.generation);
  const current = inOrder.findLast((key) => key.signsFrom <= now) ?? inOrder[0];
  const place = current ? inOrder.indexOf(current) : 0;
  const before = inOrder.slice(0, place);
  const isForgotten = (index: number): boolean => (inOrder[index + 1]?.signsFrom ?? now) + RETIRED_FOR <= now;
  return {
    current,
    upcoming: inOrder.slice(place + 1),
    retired: before.filter((_, index) => !isForgotten(index)),
    forgotten: before.filter((_, index) => isForgotten(index)),
  };
}
