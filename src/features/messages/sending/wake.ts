// Within one process the sender need not wait for its next look at the database. Other nodes look each second.
const listeners = new Set<() => void>();

/** Calls `listener` whenever a message is being recorded: shortly before its transaction commits. */
export function onMessageRecorded(listener: () => void): { stop(): void } {
  listeners.add(listener);
  return { stop: () => void listeners.delete(listener) };
}

export function tellMessageRecorded(): void {
  for (const listener of listeners) listener();
}
