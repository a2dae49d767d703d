import { spendCurrentCodes } from '../../features/totp/index.ts';
import { type Instant, newId } from '../../kernel/index.ts';
import { type Db, inChunks, type Tables } from '../../platform/database/index.ts';

/**
 * What is ended when the database goes back to an earlier state: whatever opens something once, or was ended since.
 * It may have been used, replaced or ended in the time that is gone, and would work a second time.
 */
export const ENDED = [
  // What was sent and is typed in; and what waits for it.
  'tokens',
  'recoveries',
  'emailChanges',
  'phoneChanges',
  // What was proven on the way to a sign-in, with every passkey challenge and every QR code shown there.
  'attempts',
  'totpOffers',
  // Authorization codes, access and refresh tokens, interactions.
  'oidcArtifacts',
  // Sessions that were signed out of, or whose account was disabled. Their services are told.
  'sessions',
  'sessionServices',
  // What an agent may do for a caller whose PIN was right.
  'carePermits',
  'contestedLinks',
  // What was typed a moment ago.
  'keptPages',
] as const satisfies readonly (keyof Tables)[];

/** Spent rather than deleted: they count from a person's paper and phone, which a backup knows nothing of. */
export const SPENT = ['recoveryCodes', 'totpSpentSteps'] as const satisfies readonly (keyof Tables)[];

export interface Ended {
  sessions: number;
  tokens: number;
  codes: number;
  recoveryCodes: number;
  messages: number;
}

interface Ending {
  now: Instant;
  /** Recovery codes stay as they were: only where none can have been given since. */
  keepRecoveryCodes: boolean;
  /** Kinds of messages that carry a token. */
  tokenKinds: readonly string[];
}

/** Ends all of it, in the caller's transaction. Done twice it does no harm. */
export async function endWhatWasUnderWay(trx: Db, { now, ...ending }: Ending): Promise<Ended> {
  await tellServices(trx, now);
  const removed: Partial<Record<(typeof ENDED)[number], number>> = {};
  for (const table of ENDED) removed[table] = await removeAll(trx, table);
  await spendCurrentCodes(trx, now);
  return {
    sessions: removed.sessions ?? 0,
    tokens: removed.tokens ?? 0,
    codes: removed.oidcArtifacts ?? 0,
    recoveryCodes: ending.keepRecoveryCodes ? 0 : await spendRecoveryCodes(trx, now),
    messages: await endTokenMessages(trx, ending.tokenKinds, now),
  };
}

async function removeAll(trx: Db, table: (typeof ENDED)[number]): Promise<number> {
  const { numDeletedRows } = await trx.deleteFrom(table).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Every service is told of the end of its sessions, as at a sign-out. */
async function tellServices(trx: Db, now: Instant): Promise<void> {
  const open = await trx
    .selectFrom('sessionServices')
    .innerJoin('sessions', 'sessions.uid', 'sessionServices.sessionUid')
    .select(['sessionServices.clientId', 'sessionServices.sid', 'sessions.accountId'])
    .execute();
  for (const some of inChunks(open)) {
    const notices = some.map((service) => ({
      id: newId(),
      ...service,
      createdAt: now,
      dueAt: now,
      tries: 0,
    }));
    await trx.insertInto('logoutNotices').values(notices).execute();
  }
}

async function spendRecoveryCodes(trx: Db, now: Instant): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('recoveryCodes')
    .set({ spentAt: now })
    .where('spentAt', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** What carries a token that is void is of no use to anybody; all others are sent, if need be once more. */
async function endTokenMessages(trx: Db, tokenKinds: readonly string[], now: Instant): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('messages')
    .set({ notAfter: now })
    .where('kind', 'in', tokenKinds)
    .where('state', 'in', ['queued', 'deferred', 'sending'])
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
