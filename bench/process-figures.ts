// What the system says about a process: its CPU time and its memory (Linux).
import { readFileSync } from 'node:fs';

/** Clock ticks of /proc are hundredths of a second on every Linux that there is. */
const TICK = 10;

/** Milliseconds of CPU that the process has used, in all its threads. */
export function cpuOf(pid: number): number {
  // The name, in parentheses, may hold anything; what follows is numbers.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

/** Resident memory now, in MB. */
export function memoryOf(pid: number): number {
  const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/) ?? [];
  return Number(kilobytes) / 1024;
}

/** The most resident memory that a process has while something goes on, in MB. */
export async function mostMemoryOf(pid: number, during: Promise<unknown>): Promise<number> {
  let most = memoryOf(pid);
  const looking = setInterval(() => {
    most = Math.max(most, memoryOf(pid));
  }, 20);
  await during.finally(() => clearInterval(looking));
  return most;
}
