import type { Selectable } from 'kysely';
import type { Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Passkey } from './passkey.ts';
import type { PasskeysTable } from './passkeys.tables.ts';

/** Oldest first. */
export async function listPasskeys(db: Db, accountId: string): Promise<Passkey[]> {
  const rows = await db
    .selectFrom('passkeys')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  return rows.map(passkeyOf);
}

export async function countPasskeys(db: Db, accountId: string): Promise<number> {
  const { count } = await db
    .selectFrom('passkeys')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function findPasskey(db: Db, credentialId: string): Promise<Passkey | undefined> {
  const row = await db
    .selectFrom('passkeys')
    .selectAll()
    .where('credentialId', '=', credentialId)
    .executeTakeFirst();
  return row && passkeyOf(row);
}

/** False where somebody, whoever it is, has a passkey of that credential id. */
export async function insertPasskey(
  trx: Db,
  { portable, backedUp, transports, lastUsedAt, ...passkey }: Passkey,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('passkeys')
    .values({
      ...passkey,
      transports: transports.join(' '),
      kind: portable ? 'portable' : 'bound',
      backedUpAt: backedUp ? passkey.createdAt : null,
      lastUsedAt: lastUsedAt ?? null,
    })
    .onConflict((conflict) => conflict.column('credentialId').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns whether the account had it */
export async function deletePasskey(
  trx: Db,
  { accountId, id }: { accountId: string; id: string },
): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('passkeys')
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/**
 * Notes a use, if the passkey is still there and has not been used under this counter or a later one: of two
 * requests with the same one, one wins. Authenticators that do not count say 0 for ever.
 */
export async function noteUse(
  trx: Db,
  { id, counter, backedUp, now }: { id: string; counter: number; backedUp: boolean; now: Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('passkeys')
    .set((row) => ({
      counter,
      lastUsedAt: now,
      backedUpAt: backedUp ? row.fn.coalesce('backedUpAt', row.val(now)) : null,
    }))
    .where('id', '=', id)
    .where((row) => (counter === 0 ? row('counter', '=', 0) : row('counter', '<', counter)))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Single use: of all answers to a challenge, on all nodes, the first one is looked at. */
export async function claimAnswer(
  db: Db,
  { challenge, expiresAt }: { challenge: string; expiresAt: Instant },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('passkeyAnswers')
    .values({ challenge, expiresAt })
    .onConflict((conflict) => conflict.column('challenge').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function deleteOldAnswers(db: Db, before: Instant): Promise<void> {
  await db.deleteFrom('passkeyAnswers').where('expiresAt', '<', before).execute();
}

const passkeyOf = ({
  transports,
  kind,
  backedUpAt,
  lastUsedAt,
  counter,
  ...row
}: Selectable<PasskeysTable>): Passkey => ({
  ...row,
  counter: Number(counter),
  transports: transports.split(' ').filter(Boolean),
  portable: kind === 'portable',
  backedUp: backedUpAt !== null,
  lastUsedAt: lastUsedAt ?? undefined,
});
