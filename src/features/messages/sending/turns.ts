import type { AnswerTurn } from '../../../platform/smtp/index.ts';

/** Who may do what at a time, first come, first served. */
export interface Turns {
  /** Side by side with others of its kind. */
  together<Value>(act: () => Promise<Value>): Promise<Value>;
  /** For the answer of a relay or gateway. */
  answerFrom(whom: string): AnswerTurn;
}

/** Within it a relay nearby answers; one far away is no reason to keep the others waiting. */
const MOMENT = 10;
/** After so many answers in a row that took longer, whoever gives them is far away. */
const TAKEN_FOR_FAR = 3;
/** Answers that are awaited from somebody far away at once: so many messages may come twice when we die. */
export const AWAITED_AT_ONCE = 5;
/** Who takes longer over an answer does not keep the next message waiting for it. */
const LONG = 100;

/**
 * Keeps the process idle while a relay nearby is about to answer, so that the answer is read, and noted, the moment it
 * comes: killed in between, a process sends its message once more. What writes to the database, which blocks, what writes
 * a letter out, and what tells the relay of the next one waits for that moment to pass; as it then does so together with
 * others, they share a commit.
 *
 * From a relay far away a few answers are awaited at once, and nothing waits for them but the next message's last byte:
 * nobody can know what is under way to us when we die, but how many that are is up to us.
 */
export function openTurns(): Turns {
  const waiting: { isAlone: boolean; begin(): void }[] = [];
  const far = new Map<string, Few>();
  const late = new Map<string, number>();
  let together = 0;
  let isTaken = false;

  const goOn = () => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      if (isTaken || (next.isAlone && together > 0)) return;
      waiting.shift();
      if (next.isAlone) isTaken = true;
      else together += 1;
      // What those before have still to do comes first, and not beside the answer.
      if (next.isAlone) setImmediate(next.begin);
      else next.begin();
    }
  };
  const turn = (isAlone: boolean): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push({ isAlone, begin: resolve });
    goOn();
    return promise;
  };
  const leaveAlone = () => {
    isTaken = false;
    goOn();
  };

  const leaveOthers = () => {
    together -= 1;
    goOn();
  };
  const isFar = (whom: string) => (late.get(whom) ?? 0) >= TAKEN_FOR_FAR;

  /** Takes the turn, and gives it back by what is returned. */
  async function take(whom: string): Promise<{ leave(): void; after: number }> {
    if (!isFar(whom)) {
      await turn(true);
      return { leave: leaveAlone, after: MOMENT };
    }
    const few = far.get(whom) ?? openFew(AWAITED_AT_ONCE);
    far.set(whom, few);
    await few.take();
    return { leave: few.giveBack, after: LONG };
  }

  return {
    async together(act) {
      await turn(false);
      try {
        return await act();
      } finally {
        leaveOthers();
      }
    },
    answerFrom(whom) {
      let over = false;
      let finish: () => void = () => undefined;
      let arrive: () => void = () => undefined;
      return {
        async approach() {
          if (isFar(whom)) return;
          await turn(false);
          const leave = once(leaveOthers);
          const lapsing = setTimeout(leave, MOMENT);
          arrive = () => {
            clearTimeout(lapsing);
            leave();
          };
        },
        async begin() {
          arrive();
          const { leave, after } = await take(whom);
          if (over) return leave();
          const leaveOnce = once(leave);
          const lapsing = setTimeout(leaveOnce, after);
          let isLate = false;
          const moment = setTimeout(() => {
            isLate = true;
          }, MOMENT);
          finish = () => {
            clearTimeout(lapsing);
            clearTimeout(moment);
            late.set(whom, isLate ? (late.get(whom) ?? 0) + 1 : 0);
            leaveOnce();
          };
        },
        end() {
          over = true;
          arrive();
          finish();
          finish = () => undefined;
        },
      };
    },
  };
}

interface Few {
  take(): Promise<void>;
  giveBack(): void;
}

function openFew(count: number): Few {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    async take() {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    giveBack() {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
  };
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}
