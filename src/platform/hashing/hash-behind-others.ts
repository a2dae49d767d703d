import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** What the system calls the threads that hashes run on. */
const WORKER = 'libuv-worker';
const NICENESS = 10;

/**
 * On a machine with few cores, passwords that are hashed take the time from the one thread that answers everybody.
 * They go behind it: whoever is signed in waits half as long in a storm of sign-ins, which goes on as fast (bench).
 * Linux gives each thread a priority of its own; elsewhere nothing is changed.
 */
export function hashBehindOthers(): void {
  try {
    for (const thread of readdirSync('/proc/self/task')) {
      const name = readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim();
      if (name === WORKER) setPriority(Number(thread), NICENESS);
    }
  } catch {
    // No such system, or it is not allowed: then they share as before.
  }
}
