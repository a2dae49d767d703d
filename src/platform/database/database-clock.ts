import { sql } from 'kysely';
import { type Clock, minutes, seconds } from '../../kernel/index.ts';
import type { Db } from './open-database.ts';

/** An answer that took longer says too little about when it was given. */
const PROMPT = seconds(1);

/**
 * A clock that follows PostgreSQL's, so that all nodes agree on what has expired and on which code is
 * current. How far this machine is from it is learned now and each minute. In between it goes by the machine's
 * uptime, not by its time of day: somebody who sets that, or a correction by an hour, changes nothing here.
 */
export async function followDatabaseClock(db: Db): Promise<Clock & { stop(): void }> {
  let { offset } = await askTheTime(db);
  const timer = setInterval(async () => {
    // A database that does not answer, or not at once, leaves the last offset standing: clocks drift slowly.
    const answer = await askTheTime(db).catch(() => undefined);
    if (answer && answer.took <= PROMPT) offset = answer.offset;
  }, minutes(1));
  timer.unref();
  return { now: () => Math.round(performance.now() + offset), stop: () => clearInterval(timer) };
}

/** @returns how far the database's clock is ahead of this process's own count of milliseconds */
async function askTheTime(db: Db): Promise<{ offset: number; took: number }> {
  const asked = performance.now();
  const { rows } = await sql<{
    now: number;
  }>`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
  const answered = performance.now();
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('The database did not tell the time.');
  return { offset: now - (asked + answered) / 2, took: answered - asked };
}
