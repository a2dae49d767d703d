import type { Client } from 'pg';
import { ReadLine } from './read-line.ts';

/** More than one, so that a statement which takes long keeps few others waiting. */
const LINES = 3;
/** As many go over one line together before the next one takes some. */
const TOGETHER = 16;

/**
 * Reads that stand for themselves, many at a time over a few connections: each would otherwise be sent, and answered, by
 * itself, which costs more than what it asks for.
 */
export class SharedReads {
  readonly #lines: readonly ReadLine[];

  constructor(connect: () => Client, onBroken: (fault: Error) => void) {
    this.#lines = Array.from({ length: LINES }, () => new ReadLine(connect, onBroken));
  }

  /**
   * @returns the rows
   * @throws what `pg` throws, and Outage where the database falls silent
   */
  read(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    return this.#next().read(sql, parameters);
  }

  async close(): Promise<void> {
    await Promise.all(this.#lines.map((line) => line.close()));
  }

  /** One that is about to send some anyway, else the one with the fewest waiting. */
  #next(): ReadLine {
    const [first, ...others] = this.#lines as readonly [ReadLine, ...ReadLine[]];
    const leaving = this.#lines.find(({ gathered }) => gathered > 0 && gathered < TOGETHER);
    return leaving ?? others.reduce((best, line) => (line.waiting < best.waiting ? line : best), first);
  }
}
