import { type Clock, days, type Instant, type Result } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { recordEvent } from '../audit/index.ts';
import { recordMessage } from '../messages/index.ts';
import type { Changer } from '../notices/index.ts';
import { changeInSession } from '../sessions/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import { findDeletion, insertDeletion } from './account-deletion.queries.ts';

/** For so long the owner can think better of it. */
const GRACE = days(14);

export interface AskForDeletionDeps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'seal'>;
  issuer: string;
}

/**
 * The owner asks for the account to be deleted. Every session and sign-in of it ends at once, the one that asks too,
 * and until it is kept it opens no service; all that it has stays for 14 days, and then goes.
 * @returns the day that holds: the first one, where it had been asked for before
 */
export const askForDeletion = (
  deps: AskForDeletionDeps,
  changer: Changer,
): Promise<Result<{ dueAt: Instant }, 'session-over'>> =>
  changeInSession(deps, changer, async (trx) => {
    const { account, address, browserWords: browser, reference } = changer;
    const askedAt = deps.clock.now();
    const deletion = { accountId: account.id, askedAt, dueAt: askedAt + GRACE };
    const inTransaction = { ...deps, db: trx };
    const isNew = await insertDeletion(trx, deletion);
    await endUnderWay(inTransaction, { account });
    if (!isNew) return { dueAt: (await findDeletion(trx, account.id))?.dueAt ?? deletion.dueAt };
    await recordEvent(inTransaction, {
      what: 'account-deletion-asked',
      outcome: 'done',
      who: `account:${account.id}`,
      from: address,
      browser,
      reference,
    });
    await recordMessage(inTransaction, {
      kind: 'deletion-asked',
      to: account.email,
      about: `account:${account.id}`,
      fields: {
        firstName: account.firstName,
        dueAt: deletion.dueAt,
        at: askedAt,
        address,
        browser,
        link: `${deps.issuer}/account/my-data`,
      },
    });
    return { dueAt: deletion.dueAt };
  });
