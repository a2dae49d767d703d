// The database: one set of queries on SQLite (embedded, one node) and PostgreSQL (several nodes).
//   open-database.ts    picks one of the two by its address
//   sqlite/             the dialect on node:sqlite: one reader, one writer that shares commits
//   postgres/           the dialect on pg: reads share a few connections, the rest has a pool; how long is waited, also where it hangs
//   outage.ts           which faults mean "not now" rather than "not like this"
//   retrying-kysely.ts  on PostgreSQL: of two transactions that wait for each other one is begun anew
//   keep-query.ts       a statement compiled once for a process, kept-names.ts: by which name PostgreSQL keeps it
//   in-batches.ts       removes or writes many rows a batch at a time
//   migrate.ts          brings the tables forward at start, under a lock
//   migration-state.ts  what has run of them, and what a newer program has done
//   database-clock.ts   the clock that all nodes share
//   database-size.ts    bytes that it takes
//   follow-statements.ts   statements and transactions, for traces
//   measured.ts         what the metrics are told: commits, and waiting for a connection

export { followDatabaseClock } from './database-clock.ts';
export { databaseSize } from './database-size.ts';
export { inBatches, inChunks } from './in-batches.ts';
export { keepQuery } from './keep-query.ts';
export { commits, poolWaits, statements } from './measured.ts';
export { type Migration, migrate, migrateAt } from './migrate.ts';
export { type MigrationState, migrationState } from './migration-state.ts';
export { type Database, type DatabaseAddress, type Db, openDatabase } from './open-database.ts';
export { isOutage, Outage } from './outage.ts';
export { checkDatabaseFile, copyDatabase, foldWriteAheadLog } from './sqlite/backup.ts';
export { holdAlone } from './sqlite/one-process.ts';
export type { Tables } from './tables.ts';
