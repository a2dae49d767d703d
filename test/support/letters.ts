// Reads recorded messages as their recipient will, before any of them is sent.
import { sealingContext } from '../../src/features/messages/sealing-context.ts';
import type { Db } from '../../src/platform/database/index.ts';
import type { Sealing } from '../../src/platform/sealing/index.ts';

export interface Letter {
  kind: string;
  fields: Record<string, unknown>;
}

/** Everything recorded for an address, oldest first. */
export async function lettersTo(
  { db, sealing }: { db: Db; sealing: Pick<Sealing, 'open'> },
  email: string,
): Promise<Letter[]> {
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'kind', 'sealedFields'])
    .where('recipient', '=', email)
    .orderBy('createdAt')
    .execute();
  return rows.map(({ id, kind, sealedFields }) => ({
    kind,
    fields: sealedFields === null ? {} : JSON.parse(sealing.open(sealedFields, sealingContext(id))),
  }));
}
