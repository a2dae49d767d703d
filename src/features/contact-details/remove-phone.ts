import type { Result } from '../../kernel/index.ts';
import { setUnverifiedPhone } from '../accounts/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { changeInSession } from '../sessions/index.ts';
import { deleteTokensOf } from '../tokens/index.ts';
import { deletePhoneChange } from './contact-details.queries.ts';
import { type ContactDetailsDeps, phoneTokenBinding } from './contact-details.ts';

/** Takes the number off the account, and with it one that waits for its token. */
export async function removePhone(
  deps: ContactDetailsDeps,
  changer: Changer,
): Promise<Result<void, 'session-over'>> {
  const { account, session: uid } = changer;
  return changeInSession(deps, { accountId: account.id, uid }, async (trx) => {
    await deleteTokensOf(trx, phoneTokenBinding(account.id, ''));
    await deletePhoneChange(trx, account.id);
    if (account.phone === null) return;
    await setUnverifiedPhone(trx, account.id, { phone: null, overwritten: true });
    const recorded = { event: 'phone-removed', change: 'phone-removed', detail: account.phone } as const;
    await recordChange({ ...deps, db: trx }, changer, recorded);
  });
}

/** A number that waits for its token is given up; the one that the account has stays. */
export const cancelPhoneChange = (
  deps: Pick<ContactDetailsDeps, 'db'>,
  { account, session: uid }: Pick<Changer, 'account' | 'session'>,
): Promise<Result<void, 'session-over'>> =>
  changeInSession(deps, { accountId: account.id, uid }, async (trx) => {
    await deleteTokensOf(trx, phoneTokenBinding(account.id, ''));
    await deletePhoneChange(trx, account.id);
  });
