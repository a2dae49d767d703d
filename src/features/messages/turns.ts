/** Who may do what at a time, first come, first served. */
export interface Turns {
  /** Side by side with others of its kind. */
  together<Value>(act: () => Promise<Value>): Promise<Value>;
  /** With nothing beside it, for a moment: what takes longer goes on, and the others with it. */
  alone<Value>(act: () => Promise<Value>): Promise<Value>;
}

/** Within it a relay nearby answers; one far away is no reason to keep the others waiting. */
const MOMENT = 25;

/**
 * Keeps the process idle while a relay is about to answer, so that the answer is read, and noted, the moment it comes:
 * killed in between, a process sends its message once more. What writes to the database, which blocks, waits for that
 * moment to pass; as it then does so together with others, they share a commit.
 */
export function openTurns(): Turns {
  const waiting: { isAlone: boolean; begin(): void }[] = [];
  let together = 0;
  let isTaken = false;

  const goOn = () => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      if (isTaken || (next.isAlone && together > 0)) return;
      waiting.shift();
      if (next.isAlone) isTaken = true;
      else together += 1;
      next.begin();
    }
  };
  const turn = (isAlone: boolean): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push({ isAlone, begin: resolve });
    goOn();
    return promise;
  };

  return {
    async together(act) {
      await turn(false);
      try {
        return await act();
      } finally {
        together -= 1;
        goOn();
      }
    },
    async alone(act) {
      await turn(true);
      let left = false;
      const leave = () => {
        if (left) return;
        left = true;
        isTaken = false;
        goOn();
      };
      const timer = setTimeout(leave, MOMENT);
      try {
        return await act();
      } finally {
        clearTimeout(timer);
        leave();
      }
    },
  };
}
