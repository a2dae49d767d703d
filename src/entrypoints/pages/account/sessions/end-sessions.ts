import { recordEvent } from '../../../../features/audit/index.ts';
import type { Changer } from '../../../../features/notices/index.ts';
import { changeInSession, endAccountSessions, endSession } from '../../../../features/sessions/index.ts';
import type { Clock, Result } from '../../../../kernel/index.ts';
import type { Db } from '../../../../platform/database/index.ts';

interface Deps {
  db: Db;
  clock: Clock;
}

/**
 * Ends one session of an account, or all but the one that it is done in. A session that has itself been ended in this
 * moment ends no other: a thief who is thrown out does not throw the owner out.
 * @param chosen a session of the account
 */
export const endSessionsOf = (
  { db, clock }: Deps,
  changer: Changer,
  chosen: { uid: string } | 'others',
): Promise<Result<void, 'session-over'>> =>
  changeInSession({ db, clock }, changer, async (trx) => {
    const { account, session, address, browserWords: browser, reference } = changer;
    const now = clock.now();
    if (chosen === 'others') await endAccountSessions(trx, { accountId: account.id, except: session, now });
    else await endSession(trx, { ...chosen, now });
    const who = `account:${account.id}` as const;
    const event = { what: 'session-ended', outcome: 'done', who } as const;
    await recordEvent({ db: trx, clock }, { ...event, from: address, browser, reference });
  });
