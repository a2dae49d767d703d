import type { Result } from '../../kernel/index.ts';
import { clearPhone } from '../accounts/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { formatPhone } from '../phones/index.ts';
import { changeInSession } from '../sessions/index.ts';
import { deleteTokensOf } from '../tokens/index.ts';
import { deletePhoneChange } from './contact-details.queries.ts';
import { type ContactDetailsDeps, phoneTokenBinding } from './contact-details.ts';

/**
 * Takes the number off the account, and with it one that waits for its token.
 * @param phone as the person was shown it
 * @returns false where the account has another number by now, or none: it stays as it is
 */
export async function removePhone(
  deps: ContactDetailsDeps,
  changer: Changer,
  phone: string,
): Promise<Result<boolean, 'session-over'>> {
  const { account } = changer;
  return changeInSession(deps, changer, async (trx) => {
    if (!(await clearPhone(trx, account.id, phone))) return false;
    await deleteTokensOf(trx, phoneTokenBinding(account.id, ''));
    await deletePhoneChange(trx, account.id);
    const recorded = { event: 'phone-removed', change: 'phone-removed', detail: formatPhone(phone) } as const;
    await recordChange({ ...deps, db: trx }, changer, recorded);
    return true;
  });
}

/** A number that waits for its token is given up; the one that the account has stays. */
export const cancelPhoneChange = (
  deps: Pick<ContactDetailsDeps, 'db' | 'clock'>,
  changer: Pick<Changer, 'account' | 'session' | 'sessionIds'>,
): Promise<Result<void, 'session-over'>> =>
  changeInSession(deps, changer, async (trx) => {
    const { account } = changer;
    await deleteTokensOf(trx, phoneTokenBinding(account.id, ''));
    await deletePhoneChange(trx, account.id);
  });
