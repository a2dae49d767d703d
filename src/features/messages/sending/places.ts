import type { Way } from '../../../platform/smtp/index.ts';
import { openSlots, type Slots } from './fair-slots.ts';

/** Lanes that a look at what is due is for. */
export interface Lanes {
  except: string[];
  /** Absent: for all others. */
  only?: string[];
}

/** Places for tries under way: so many at each way out, shared fairly by the lanes that go by it. */
export interface Places {
  /** Whether the lane has to wait. */
  isFull(lane: string): boolean;
  /** Takes one. @returns gives it back */
  take(lane: string): () => void;
  /** Whose messages might be begun; undefined where nobody's. */
  freeLanes(): Lanes | undefined;
}

/**
 * A relay that hangs holds its own places, and no other's.
 * @param wayOf by which a lane goes as things stand
 * @param ownLanes lanes that go by a way of their own; all others go by one and the same
 */
export function openPlaces(wayOf: (lane: string) => Way, ownLanes: readonly string[]): Places {
  const opened = new Map<Way, Slots>();
  const slotsOf = (way: Way): Slots => {
    const slots = opened.get(way) ?? openSlots(way.connections);
    opened.set(way, slots);
    return slots;
  };
  const isFull = (lane: string) => slotsOf(wayOf(lane)).isFull(lane);
  return {
    isFull,
    take(lane) {
      const slots = slotsOf(wayOf(lane));
      slots.take(lane);
      return () => slots.giveBack(lane);
    },
    freeLanes() {
      const full = [...opened.values()].flatMap((slots) => slots.fullLanes());
      const except = [...new Set([...full, ...ownLanes].filter(isFull))];
      if (!isFull(ANY_OTHER)) return { except };
      const only = ownLanes.filter((lane) => !isFull(lane));
      return only.length > 0 ? { except: [], only } : undefined;
    },
  };
}

/** No domain: a lane that holds no place goes by the way of all mail. */
const ANY_OTHER = '';
