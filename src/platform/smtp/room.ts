import { type Clock, type Instant, minutes } from '../../kernel/index.ts';

/** How many connections to a relay there may be at once. */
export interface Room {
  /** Waits for a place. @returns gives it back */
  enter(): Promise<{ letIn(): void; leave(): void }>;
  /**
   * Somebody was refused a connection for now. Where others were let in a moment ago, there are as many as the relay likes
   * for a while.
   * @returns false where nobody was: then it is no matter of their number
   */
  narrow(): boolean;
}

/** Then one more may be tried again. */
const NARROW_FOR = minutes(5);
/** For so long whoever let one in is taken for a relay that lets more in; before that one asks, and the others wait. */
const OPEN_FOR = minutes(1);

/** @param wanted as many as we would like: some relays let fewer in from one client, and say so with 421 */
export function openRoom(wanted: number, { clock }: { clock: Pick<Clock, 'now'> }): Room {
  const waiting: (() => void)[] = [];
  let inside = 0;
  let letIn = 0;
  let letInAt = Number.NEGATIVE_INFINITY;
  let narrow: { limit: number; until: Instant } | undefined;
  const isOpen = () => letIn > 0 || clock.now() < letInAt + OPEN_FOR;
  const liked = () => (narrow && clock.now() < narrow.until ? narrow.limit : wanted);
  const limit = () => (isOpen() ? liked() : 1);
  const goOn = () => {
    while (inside < limit() && waiting.length > 0) {
      inside += 1;
      waiting.shift()?.();
    }
  };
  return {
    async enter() {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      goOn();
      await promise;
      let isLetIn = false;
      return {
        letIn() {
          if (isLetIn) return;
          isLetIn = true;
          letIn += 1;
          letInAt = clock.now();
          goOn();
        },
        leave() {
          inside -= 1;
          if (isLetIn) letIn -= 1;
          goOn();
        },
      };
    },
    narrow() {
      if (!isOpen()) return false;
      narrow = { limit: Math.min(liked(), Math.max(letIn, 1)), until: clock.now() + NARROW_FOR };
      return true;
    },
  };
}
