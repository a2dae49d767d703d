// What is read here belongs to the features of these names: each knows its own changes alone.
import type { Selectable } from 'kysely';
import { days, type Instant } from '../../kernel/index.ts';
import type { Db, Tables } from '../../platform/database/index.ts';
import './earlier-proofs.tables.ts';

const PROOFS = [
  'passwords',
  'totpEnrolments',
  'passkeys',
  'recoveryCodes',
  'pins',
  'securityQuestions',
] as const satisfies readonly (keyof Tables)[];

type Proof = (typeof PROOFS)[number];
export type Rows<Table extends Proof> = readonly Selectable<Tables[Table]>[];

/** What an account is proven by, and is asked for by Customer Care; and whether it wishes for a second factor. */
export type Proofs = { [Table in Proof]: Rows<Table> } & {
  account: Pick<
    Selectable<Tables['accounts']>,
    'phone' | 'phoneVerifiedAt' | 'secondFactorChosenAt' | 'secondFactorDueAt'
  >;
};

/** @returns undefined where there is no such account */
export async function readProofs(db: Db, accountId: string): Promise<Proofs | undefined> {
  const account = await db
    .selectFrom('accounts')
    .select(['phone', 'phoneVerifiedAt', 'secondFactorChosenAt', 'secondFactorDueAt'])
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (!account) return undefined;
  const rows: Partial<Record<Proof, unknown>> = {};
  for (const table of PROOFS) {
    rows[table] = await db.selectFrom(table).selectAll().where('accountId', '=', accountId).execute();
  }
  return { ...rows, account } as Proofs;
}

export const findNewestKept = (
  db: Db,
  accountId: string,
): Promise<{ keptAt: Instant; proofs: string } | undefined> =>
  db
    .selectFrom('earlierProofs')
    .select(['keptAt', 'proofs'])
    .where('accountId', '=', accountId)
    .orderBy('keptAt', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Oldest first. */
export const listKept = (
  db: Db,
  { accountId, from }: { accountId: string; from: Instant },
): Promise<{ keptAt: Instant; proofs: string }[]> =>
  db
    .selectFrom('earlierProofs')
    .select(['keptAt', 'proofs'])
    .where('accountId', '=', accountId)
    .where('keptAt', '>=', from)
    .orderBy('keptAt')
    .execute();

/** Of two in one moment the first is the earlier one. */
export async function insertKept(
  trx: Db,
  kept: { accountId: string; keptAt: Instant; proofs: string },
): Promise<void> {
  await trx
    .insertInto('earlierProofs')
    .values(kept)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * A factor of before is lost, and must not come back. But for an account whose address can be gone back to: whoever has it now may
 * be who took it away.
 */
export async function forgetEarlierProofs(trx: Db, accountId: string): Promise<void> {
  await trx
    .deleteFrom('earlierProofs')
    .where('accountId', '=', accountId)
    .where('accountId', 'not in', trx.selectFrom('emailUndos').select('accountId'))
    .execute();
}

/** So long an undo may still ask for them: three days before the address was left, and three after it. */
const KEPT_FOR = days(7);

/** Forgets what no undo goes back to. While an address can be gone back to, all of its account's stay. */
export async function sweepEarlierProofs(db: Db, now: Instant): Promise<void> {
  await db
    .deleteFrom('earlierProofs')
    .where('keptAt', '<', now - KEPT_FOR)
    .where('accountId', 'not in', db.selectFrom('emailUndos').select('accountId'))
    .execute();
}
