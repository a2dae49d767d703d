import type { Result } from '../../kernel/index.ts';
import { recordEvent } from '../audit/index.ts';
import type { Changer } from '../notices/index.ts';
import { changeInSession } from '../sessions/index.ts';
import { deleteTokensOf } from '../tokens/index.ts';
import { type EmailChangeDeps, emailTokenBinding } from './email-change.ts';
import { deleteEmailChange } from './email-changes.queries.ts';

/** The address stays what it is; the token that was sent is void, in whatever session it was asked for. */
export const cancelEmailChange = (
  deps: Pick<EmailChangeDeps, 'db' | 'clock'>,
  changer: Changer,
): Promise<Result<void, 'session-over'>> =>
  changeInSession(deps, changer, async (trx) => {
    const { account, address, browserWords: browser, reference } = changer;
    await deleteTokensOf(trx, emailTokenBinding(account.id, ''));
    if (!(await deleteEmailChange(trx, account.id))) return;
    const event = { what: 'email-change-cancelled', who: `account:${account.id}`, outcome: 'done' } as const;
    await recordEvent({ ...deps, db: trx }, { ...event, from: address, browser, reference });
  });
