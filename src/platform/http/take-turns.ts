/** Begins to answer; `leave` says that the answer is given, or that nobody waits for it any more. */
type Begin = (leave: () => void) => void;

/** So few that whoever is not made to wait meets little that was begun before. */
const MOST_AT_ONCE = 3;
/** Milliseconds: the event loop is looked at so often while all turns are taken, and has time left where it idled so long. */
const LOOK_AFTER = 4;
const HAS_TIME = 1;
/** Milliseconds. Whoever reads slowly on purpose is no longer counted then. */
const COUNTS_FOR = 250;

/**
 * Begins what is given a few at a time, one in each turn of the event loop. In between everybody else gets on: whoever has a
 * session and comes for a code would otherwise stand behind all the pages that a storm of sign-ins has asked for.
 * Where nothing waits it begins at once; and where all that are under way wait for something themselves, the next one begins.
 */
export function takeTurns({ most = MOST_AT_ONCE, countsFor = COUNTS_FOR } = {}): (begin: Begin) => void {
  const waiting: Begin[] = [];
  let underWay = 0;
  let isTaken = false;
  let isLooking = false;

  const beginNext = (): void => {
    isTaken = true;
    setImmediate(() => {
      isTaken = false;
      goOn();
    });
    underWay += 1;
    let isHere = true;
    const leave = (): void => {
      clearTimeout(late);
      if (isHere) underWay -= 1;
      isHere = false;
      goOn();
    };
    const late = setTimeout(leave, countsFor).unref();
    try {
      waiting.shift()?.(leave);
    } catch (fault) {
      leave();
      throw fault;
    }
  };
  const lookLater = (): void => {
    if (isLooking) return;
    isLooking = true;
    const before = idleTime();
    setTimeout(() => {
      isLooking = false;
      if (waiting.length > 0 && !isTaken && idleTime() - before >= HAS_TIME) beginNext();
      else goOn();
    }, LOOK_AFTER);
  };
  const goOn = (): void => {
    if (isTaken || waiting.length === 0) return;
    if (underWay < most) beginNext();
    else lookLater();
  };
  return (begin) => {
    waiting.push(begin);
    goOn();
  };
}

const idleTime = (): number => performance.eventLoopUtilization().idle;
