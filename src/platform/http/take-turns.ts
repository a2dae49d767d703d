/**
 * Begins what is given one at a time, one in each turn of the event loop. In between everybody else gets on: whoever
 * has a session and comes for a code would otherwise stand behind all the pages that a storm of sign-ins has asked for.
 * Where nothing waits, it begins at once.
 */
export function takeTurns(): (begin: () => unknown) => void {
  const waiting: (() => unknown)[] = [];
  let isTaken = false;
  const goOn = (): void => {
    const begin = waiting.shift();
    if (!begin) {
      isTaken = false;
      return;
    }
    setImmediate(goOn);
    begin();
  };
  return (begin) => {
    if (isTaken) return void waiting.push(begin);
    isTaken = true;
    setImmediate(goOn);
    begin();
  };
}
