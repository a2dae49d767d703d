/** Places for tries that are under way at once, shared by lanes: the domains that mail goes to. */
export interface Slots {
  free(): number;
  /** Whether the lane has to wait. */
  isFull(lane: string): boolean;
  /** Lanes that hold places, and have to wait for more. */
  fullLanes(): string[];
  take(lane: string): void;
  giveBack(lane: string): void;
}

/**
 * A lane may hold as many places as are left for the others: alone it gets half of them, the next slow one half of the
 * rest, and so on. So a domain that takes minutes over each mail does not stop the mail to all others.
 */
export function openSlots(count: number): Slots {
  const held = new Map<string, number>();
  let free = count;
  const heldBy = (lane: string) => held.get(lane) ?? 0;
  const isFull = (lane: string) => free <= heldBy(lane);
  return {
    free: () => free,
    isFull,
    fullLanes: () => [...held.keys()].filter(isFull),
    take(lane) {
      free -= 1;
      held.set(lane, heldBy(lane) + 1);
    },
    giveBack(lane) {
      free += 1;
      if (heldBy(lane) > 1) held.set(lane, heldBy(lane) - 1);
      else held.delete(lane);
    },
  };
}
