import type { Instant } from '../../kernel/index.ts';
import { type Db, inBatches, keepQuery } from '../../platform/database/index.ts';
import type { ThrottleCountersTable } from './throttle.tables.ts';

interface Key {
  budget: string;
  subject: string;
}

interface Claim extends Key {
  now: Instant;
  within: number;
  limit: number;
  /** Whether each counted try prolongs the time in which all of them count. */
  prolong: boolean;
}

/** Counts one try if the budget allows it, in one statement: of parallel tries no more than `limit` win. */
export async function claimTry(
  db: Db,
  claim: Claim,
): Promise<Pick<ThrottleCountersTable, 'startedAt'> | undefined> {
  const { budget, subject, now, within, limit, prolong } = claim;
  const claimed = prolong ? claimAndProlong : claimWithin;
  return (await claimed(db, { budget, subject, now, endsAt: now + within, limit })).rows[0];
}

interface Counted extends Key {
  now: Instant;
  endsAt: Instant;
  limit: number;
}

const claiming = (prolong: boolean) =>
  keepQuery((db, { budget, subject, now, endsAt, limit }: Counted) =>
    db
      .insertInto('throttleCounters')
      .values({ budget, subject, tries: 1, startedAt: now, opensAt: now, endsAt })
      .onConflict((conflict) =>
        conflict
          .columns(['budget', 'subject'])
          .doUpdateSet((row) => {
            const over = row('throttleCounters.endsAt', '<=', now);
            // PostgreSQL takes a choice among parameters alone for text.
            const renewed = row.cast<number>(row.val(endsAt), 'bigint');
            const kept = prolong ? renewed : row.ref('throttleCounters.endsAt');
            return {
              tries: row
                .case()
                .when(over)
                .then(1)
                .else(row('throttleCounters.tries', '+', 1))
                .end(),
              startedAt: row.case().when(over).then(now).else(row.ref('throttleCounters.startedAt')).end(),
              endsAt: row.case().when(over).then(renewed).else(kept).end(),
            };
          })
          .where((row) =>
            row.or([row('throttleCounters.endsAt', '<=', now), row('throttleCounters.tries', '<', limit)]),
          ),
      )
      .returning('startedAt'),
  );

const claimAndProlong = claiming(true);
const claimWithin = claiming(false);

interface WaitClaim extends Key {
  now: Instant;
  /** How long to wait after the nth wrong try, from the first; the last one holds for all after it. */
  waits: readonly number[];
  forgetAfter: number;
}

/** Counts one try if the wait after the last one is over, and sets the next wait, in one statement. */
export async function claimTryAfterWait(db: Db, claim: WaitClaim): Promise<number | undefined> {
  const { budget, subject, now, waits, forgetAfter } = claim;
  const opensAfter = (tries: number) => now + (waits[Math.min(tries, waits.length) - 1] ?? 0);
  const endsAt = now + forgetAfter;
  const counted = await db
    .insertInto('throttleCounters')
    .values({ budget, subject, tries: 1, startedAt: now, opensAt: opensAfter(1), endsAt })
    .onConflict((conflict) =>
      conflict
        .columns(['budget', 'subject'])
        .doUpdateSet((row) => {
          const over = row('throttleCounters.endsAt', '<=', now);
          let opensAt = row.case().when(over).then(opensAfter(1));
          for (let tries = 2; tries < waits.length; tries++) {
            opensAt = opensAt.when('throttleCounters.tries', '=', tries - 1).then(opensAfter(tries));
          }
          return {
            tries: row
              .case()
              .when(over)
              .then(1)
              .else(row('throttleCounters.tries', '+', 1))
              .end(),
            // PostgreSQL takes a choice among parameters alone for text.
            opensAt: opensAt.else(row.cast<number>(row.val(opensAfter(waits.length)), 'bigint')).end(),
            endsAt,
          };
        })
        .where((row) =>
          row.or([row('throttleCounters.endsAt', '<=', now), row('throttleCounters.opensAt', '<=', now)]),
        ),
    )
    .returning('tries')
    .executeTakeFirst();
  return counted?.tries;
}

export async function findCounter(
  db: Db,
  { budget, subject }: Key,
): Promise<ThrottleCountersTable | undefined> {
  return db
    .selectFrom('throttleCounters')
    .selectAll()
    .where('budget', '=', budget)
    .where('subject', '=', subject)
    .executeTakeFirst();
}

/** Takes one try off the counter that it was counted on; a counter begun since then is left alone. */
export async function returnTry(
  db: Db,
  { budget, subject, startedAt }: Key & { startedAt: Instant },
): Promise<void> {
  await db
    .updateTable('throttleCounters')
    .set((row) => ({ tries: row('tries', '-', 1) }))
    .where('budget', '=', budget)
    .where('subject', '=', subject)
    .where('startedAt', '=', startedAt)
    .where('tries', '>', 0)
    .execute();
}

/** Undoes the claim of the nth try, unless another one has been counted since. */
export async function returnTryAndWait(
  db: Db,
  { budget, subject, tries, now }: Key & { tries: number; now: Instant },
): Promise<void> {
  await db
    .updateTable('throttleCounters')
    .set({ tries: tries - 1, opensAt: now })
    .where('budget', '=', budget)
    .where('subject', '=', subject)
    .where('tries', '=', tries)
    .execute();
}

export async function removeCounter(db: Db, { budget, subject }: Key): Promise<void> {
  await db
    .deleteFrom('throttleCounters')
    .where('budget', '=', budget)
    .where('subject', '=', subject)
    .execute();
}

export async function removeEndedCounters(db: Db, now: Instant): Promise<void> {
  const ended = db.selectFrom('throttleCounters').select(['budget', 'subject']).where('endsAt', '<=', now);
  await inBatches(async (limit) => {
    const { numDeletedRows } = await db
      .deleteFrom('throttleCounters')
      .where(({ eb, refTuple }) =>
        eb(refTuple('budget', 'subject'), 'in', ended.limit(limit).$asTuple('budget', 'subject')),
      )
      // Counted on again meanwhile.
      .where('endsAt', '<=', now)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  });
}
