import { type RawBuilder, sql } from 'kysely';
import type { Database, Db } from '../../src/platform/database/index.ts';

interface Seed {
  accounts: number;
  passwordHash: string;
  now: number;
}

const DAY = 86_400_000;
const EVENTS_EACH = 8;
const STEP = 10_000;

/** All of it in the database's own words: a million accounts are some ten million rows. */
export async function seedPeople(db: Db, kind: Database['kind'], seed: Seed): Promise<void> {
  for (let from = 0; from < seed.accounts; from += STEP) {
    const to = Math.min(from + STEP, seed.accounts);
    await db.transaction().execute(async (trx) => {
      await nameThem(trx, kind, from, to);
      for (const statement of rowsOf(kind, seed)) await statement.execute(trx);
      await sql`drop table seeded`.execute(trx);
    });
  }
  // What a database does by itself, sooner or later.
  await sql.raw(kind === 'sqlite' ? 'analyze' : 'vacuum analyze').execute(db);
}

/** Ids are as random as ours, so that the pages of every index are as cold. */
async function nameThem(trx: Db, kind: Database['kind'], from: number, to: number): Promise<void> {
  await sql`create temporary table seeded (n bigint, id text)`.execute(trx);
  await (kind === 'sqlite'
    ? sql`with recursive numbers(n) as (select ${from} union all select n + 1 from numbers where n + 1 < ${to})
        insert into seeded select n, lower(hex(randomblob(11))) from numbers`
    : sql`insert into seeded select n, substr(md5(random()::text), 1, 22) from generate_series(${from}::bigint, ${to - 1}::bigint) as n`
  ).execute(trx);
}

function* rowsOf(kind: Database['kind'], { passwordHash, now }: Seed): Generator<RawBuilder<unknown>> {
  const random =
    kind === 'sqlite' ? sql`lower(hex(randomblob(11)))` : sql`substr(md5(random()::text), 1, 22)`;
  const at = (ago: RawBuilder<unknown>) =>
    kind === 'sqlite' ? sql`(${sql.lit(now)} - ${ago})` : sql`(${sql.lit(now)}::bigint - ${ago})`;
  const years = at(sql.raw(`(n % 1000 + 100) * ${DAY}`));
  const lately = at(sql.raw(`(n % 90 + 1) * ${DAY}`));
  const several = (count: number) =>
    sql.raw(
      `(${Array.from({ length: count }, (_, nth) => `select ${nth} as k`).join(' union all ')}) as each`,
    );
  const services = sql.raw(`(select 'managed-hosting' as service union all select 'private-cloud') as each`);
  // Unknown types of literals are text to PostgreSQL.
  const hash = sql.lit(passwordHash);

  yield sql`insert into accounts (id, email, "firstName", "lastName", "createdAt")
    select id, 'person-' || n || '@example.com', 'Person', 'Number ' || n, ${years} from seeded`;
  yield sql`insert into passwords ("accountId", hash, "setAt", expiration)
    select id, ${hash}, ${years}, 'never' from seeded`;
  yield sql`insert into pins ("accountId", "sealedPin", "setAt") select id, ${random}, ${years} from seeded`;
  yield sql`insert into links (id, "accountId", "serviceId", "serviceAccountId", username, "ownerKey", "createdAt", "lastUsedAt")
    select ${random}, id, service, service || '-' || n, 'user-' || n, service || '-' || n, ${years}, ${lately}
    from seeded, ${services}`;
  yield sql`insert into devices ("accountId", browser, "firstUsedAt", "lastUsedAt", "signedInAt")
    select id, ${random} || k, ${years}, ${lately}, ${lately} from seeded, ${several(2)}`;
  // Before the first place of the chain: they are sealed, as far as anybody looks.
  yield sql`insert into "auditEvents" (id, at, what, who, "serviceId", "from", outcome, reference, sequence, hash)
    select ${random} || k, ${lately} - k * ${sql.lit(DAY)}, case when k % 2 = 0 then 'signed-in' else 'password-given' end,
      'account:' || id, 'managed-hosting', '192.0.2.1', 'done', 'K7QM-2XWD', -1 - n * ${sql.lit(EVENTS_EACH)} - k, 'seeded'
    from seeded, ${several(EVENTS_EACH)}`;
  yield sql`insert into messages (id, kind, recipient, about, state, "createdAt", "dueAt", "notAfter", tries, "sentAt", channel)
    select ${random} || k, 'account-changed', 'person-' || n || '@example.com', 'account:' || id, 'sent',
      ${lately}, ${lately}, ${lately}, 1, ${lately}, 'email' from seeded, ${several(2)}`;
  yield sql`insert into sessions (uid, "idDigest", "accountId", "authenticatedAt", amr, acr, browser, address, "createdAt", "lastSeenAt", "expiresAt")
    select ${random}, ${random} || ${random}, id, ${sql.lit(now)}, 'pwd', 'aal1', 'bench', '192.0.2.1',
      ${sql.lit(now)}, ${sql.lit(now)}, ${sql.lit(now)} + 43200000 from seeded where n % 5 = 0`;
}
