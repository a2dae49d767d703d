import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

export interface Journal<Entry> {
  /** What the process before has noted, and nobody has crossed out. */
  readonly left: readonly Entry[];
  /** What was left is dealt with. */
  crossOutLeft(): void;
  /**
   * Notes something before it returns: from then on it survives the death of this process. It is not forced to the
   * disk, so it may be gone after the death of the machine.
   * @returns crosses it out again
   * @throws where the file cannot be written
   */
  note(entry: Entry): () => void;
  close(): void;
}

/**
 * Opens the journal, for one process at a time.
 * @param file made where it is missing, readable by its owner only; empty whenever nothing is noted
 */
export function openJournal<Entry>(file: string): Journal<Entry> {
  // Appending: a line goes in with one call, at the end, whatever was cut off meanwhile.
  const descriptor = openSync(file, 'a', 0o600);
  const left = entriesIn<Entry>(readFileSync(file, 'utf8'));
  // The last line may be torn: the next one must not go on in it.
  if (left.length > 0) writeSync(descriptor, '\n');
  else ftruncateSync(descriptor, 0);
  let open = left.length > 0 ? 1 : 0;
  let closed = false;
  const crossOutOne = () => {
    open -= 1;
    if (open === 0 && !closed) ftruncateSync(descriptor, 0);
  };
  const crossOutLeft = onlyOnce(crossOutOne);
  return {
    left,
    crossOutLeft: left.length > 0 ? crossOutLeft : () => undefined,
    note(entry) {
      // The number of a closed file may be another one's by now.
      if (closed) throw new Error('The journal is closed.');
      writeSync(descriptor, `${JSON.stringify(entry)}\n`);
      open += 1;
      return onlyOnce(crossOutOne);
    },
    close: onlyOnce(() => {
      closed = true;
      closeSync(descriptor);
    }),
  };
}

/** A line that cannot be read was torn by the death of the machine. */
function entriesIn<Entry>(text: string): Entry[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Entry];
    } catch {
      return [];
    }
  });
}

function onlyOnce(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) {
      done = true;
      act();
    }
  };
}
