import { type Changer, recordChange } from '../../../../features/notices/index.ts';
import { changeInSession, endSessions } from '../../../../features/sessions/index.ts';
import type { Result } from '../../../../kernel/index.ts';
import { browserInWords } from '../../request/browser-words.ts';

type Deps = Parameters<typeof recordChange>[0];

/**
 * Ends one session of an account, or all but the one that it is done in, and tells the owner which browsers are signed out.
 * A session that has itself been ended in this moment ends no other: a thief who is thrown out does not throw the owner out.
 * @param chosen of another account it ends nothing
 * @returns how many have ended; where there was none any more, nothing is told either
 */
export const endSessionsOf = (
  deps: Deps,
  changer: Changer,
  chosen: { uid: string } | 'others',
): Promise<Result<number, 'session-over'>> =>
  changeInSession(deps, changer, async (trx) => {
    const { account, session } = changer;
    const which = chosen === 'others' ? { except: session } : { uid: chosen.uid };
    const now = deps.clock.now();
    const { ended } = await endSessions(trx, { which: { ...which, accountId: account.id }, now });
    if (ended.length === 0) return 0;
    await recordChange({ ...deps, db: trx }, changer, {
      event: 'session-ended',
      change: chosen === 'others' ? 'other-sessions-ended' : 'session-ended',
      detail: ended.map(({ browser }) => browserInWords(browser ?? undefined)).join(', '),
    });
    return ended.length;
  });
