// The database: one set of queries on SQLite (embedded, one node) and PostgreSQL (several nodes).
//   open-database.ts    picks one of the two by its address
//   sqlite/             the dialect on node:sqlite: one reader, one writer that shares commits
//   postgres.ts         the dialect on pg, with integers as numbers; loaded where it is used
//   retrying-kysely.ts  on PostgreSQL: of two transactions that wait for each other one is begun anew
//   in-batches.ts       removes or writes many rows a batch at a time
//   migrate.ts          brings the tables forward at start, under a lock
//   database-clock.ts   the clock that all nodes share

export { followDatabaseClock } from './database-clock.ts';
export { inBatches, inChunks } from './in-batches.ts';
export { type Migration, migrate } from './migrate.ts';
export { type Database, type DatabaseAddress, type Db, openDatabase } from './open-database.ts';
export { holdAlone } from './sqlite/one-process.ts';
export type { Tables } from './tables.ts';
