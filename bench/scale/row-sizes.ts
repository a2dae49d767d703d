// What an account takes on PostgreSQL, its indexes with it: node bench/scale/row-sizes.ts [accounts]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../test/support/postgres.ts';
import { seedAccounts } from '../seed/seed-accounts.ts';

const accounts = Number(process.argv[2] ?? 20_000);
const server = await startPostgres();
const directory = mkdtempSync(join(tmpdir(), 'row-sizes-'));
try {
  await seedAccounts({ directory, url: server.url }, accounts);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query(
    `select relname as name, reltuples::bigint as rows, pg_table_size(oid) as "table", pg_indexes_size(oid) as indexes
     from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples > 100 order by 3 desc`,
  );
  await client.end();
  for (const { name, rows: count, table, indexes } of rows) {
    const each = (bytes: string) => Math.round(Number(bytes) / Number(count));
    process.stdout.write(
      `${name}: ${(Number(count) / accounts).toFixed(1)} rows an account, ${each(table)} + ${each(indexes)} bytes a row, ` +
        `${Math.round((Number(table) + Number(indexes)) / accounts)} bytes an account\n`,
    );
  }
} finally {
  server.stop();
  rmSync(directory, { recursive: true });
}
