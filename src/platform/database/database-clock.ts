import { sql } from 'kysely';
import { type Clock, minutes, systemClock } from '../../kernel/index.ts';
import type { Db } from './open-database.ts';

/**
 * A clock that follows PostgreSQL's, so that all nodes agree on what has expired and on which code is
 * current. The offset of this machine is learned now and each minute.
 */
export async function followDatabaseClock(db: Db): Promise<Clock & { stop(): void }> {
  let offset = await learnOffset(db);
  const timer = setInterval(async () => {
    // A database that does not answer leaves the last offset standing: clocks drift slowly.
    offset = await learnOffset(db).catch(() => offset);
  }, minutes(1));
  timer.unref();
  return { now: () => systemClock.now() + offset, stop: () => clearInterval(timer) };
}

async function learnOffset(db: Db): Promise<number> {
  const asked = systemClock.now();
  const { rows } = await sql<{
    now: number;
  }>`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
  const answered = systemClock.now();
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('The database did not tell the time.');
  return Math.round(now - (asked + answered) / 2);
}
