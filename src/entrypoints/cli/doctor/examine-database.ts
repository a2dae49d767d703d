import { seconds, systemClock } from '../../../kernel/index.ts';
import {
  type Database,
  databaseSize,
  type Migration,
  migrationState,
} from '../../../platform/database/index.ts';
import { isSqliteSound, type PostgresFacts, postgresFacts, sqliteFacts } from './database.queries.ts';
import { attention, type Finding, fault, kindOf, well } from './finding.ts';

/** The first version that we test with is newer; older ones than this are not cared for by PostgreSQL itself. */
const OLDEST_POSTGRES = 140_000;
/** Reading more than this takes too long for a look. Bytes. */
const MOST_READ = 1_000_000_000;
const MOST_OFFSET = seconds(2);

const ABOUT = 'database';

/** Whether the database answers, keeps what it confirms, and has the tables of this program. */
export async function examineDatabase(
  database: Database,
  migrations: readonly Migration[],
): Promise<Finding[]> {
  try {
    const itself =
      database.kind === 'postgres' ? await examinePostgres(database) : await examineSqlite(database);
    return [...itself, ...(await examineTables(database, migrations))];
  } catch (cause) {
    const where = 'Look whether it runs, and at database.url: host, port, name, user, password.';
    return [fault(ABOUT, `cannot be used (${kindOf(cause)})`, where)];
  }
}

async function examinePostgres({ db }: Database): Promise<Finding[]> {
  const asked = systemClock.now();
  const facts = await postgresFacts(db);
  const answered = systemClock.now();
  const offset = Number(facts.now) - (asked + answered) / 2;
  return [versionOf(facts), ...durabilityOf(facts), offsetOf(offset)];
}

function versionOf({ version, versionText, isReplica }: PostgresFacts): Finding {
  if (isReplica)
    return fault(ABOUT, 'is a replica, which cannot be written', 'Name the primary in database.url.');
  if (version < OLDEST_POSTGRES) {
    return attention(ABOUT, `PostgreSQL ${versionText} is not maintained any more`, 'Upgrade it.');
  }
  return well(ABOUT, `PostgreSQL ${versionText} answers`);
}

function durabilityOf({ fsync, synchronousCommit, fullPageWrites }: PostgresFacts): Finding[] {
  const wrong = [
    ...(fsync === 'on' ? [] : [`fsync is ${fsync}`]),
    ...(synchronousCommit === 'off' ? ['synchronous_commit is off'] : []),
    ...(fullPageWrites === 'on' ? [] : [`full_page_writes is ${fullPageWrites}`]),
  ];
  if (wrong.length === 0) return [well('durability', 'what is confirmed is on the disk')];
  const todo = 'Turn it on in postgresql.conf: a crash may lose or damage what a page has confirmed.';
  return [fault('durability', wrong.join(', '), todo)];
}

function offsetOf(offset: number): Finding {
  const text = `this machine and the database differ by ${(Math.abs(offset) / 1000).toFixed(1)} s`;
  if (Math.abs(offset) <= MOST_OFFSET) return well('clock', text);
  return attention('clock', text, 'Nodes follow the database’s clock; have both machines keep time by NTP.');
}

async function examineSqlite(database: Database): Promise<Finding[]> {
  const { db } = database;
  const { version, journalMode } = await sqliteFacts(db);
  const size = await databaseSize(database);
  const wal =
    journalMode === 'wal'
      ? well('durability', 'write-ahead log, each commit forced to the disk')
      : attention(
          'durability',
          `journal mode is ${journalMode}`,
          'It changes at the next start of the server.',
        );
  if (size > MOST_READ)
    return [well(ABOUT, `SQLite ${version} answers (too large to be read whole here)`), wal];
  if (await isSqliteSound(db)) return [well(ABOUT, `SQLite ${version} answers, and the file is sound`), wal];
  const todo = 'Stop the server, keep the file, and restore the last backup: master-account restore.';
  return [fault(ABOUT, 'the file is damaged', todo), wal];
}

async function examineTables({ db }: Database, migrations: readonly Migration[]): Promise<Finding[]> {
  const state = await migrationState(db, migrations).catch(() => undefined);
  if (!state) return [attention('tables', 'there are none yet', 'The first start of the server makes them.')];
  if (state.unknown.length > 0) {
    const todo = 'Run the newer program; tables never go back.';
    return [attention('tables', `a newer program has been here (${state.unknown.join(', ')})`, todo)];
  }
  if (state.pending.length === 0) return [well('tables', `all ${migrations.length} migrations have run`)];
  const todo = 'The next start of the server runs them; read docs/upgrading.md first.';
  return [attention('tables', `not yet run: ${state.pending.join(', ')}`, todo)];
}
