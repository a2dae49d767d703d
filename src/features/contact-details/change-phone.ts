import { ok, type Result, refuse } from '../../kernel/index.ts';
import { type Account, setUnverifiedPhone } from '../accounts/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { formatPhone, normalisePhone } from '../phones/index.ts';
import { changeInSession } from '../sessions/index.ts';
import { deleteTokensOf } from '../tokens/index.ts';
import { deletePhoneChange } from './contact-details.queries.ts';
import { type ContactDetailsDeps, phoneTokenBinding } from './contact-details.ts';
import { type PhoneTokenRefusal, sendPhoneToken } from './send-phone-token.ts';

export interface PhoneForm {
  /** As typed. */
  phone: string;
  place: string;
  /** Undefined where no gateway is configured: a number is kept then, and cannot be verified. */
  allowedPrefixes: readonly string[] | undefined;
}

export type PhoneFault = 'phone-missing' | 'phone-form' | 'phone-impossible' | 'phone-same';

/** The number that was typed for an account, as E.164. `phone-same`: it has that one, and it is verified. */
export function checkPhone(
  { phone, phoneVerifiedAt }: Pick<Account, 'phone' | 'phoneVerifiedAt'>,
  typed: string,
): Result<string, PhoneFault> {
  if (typed.trim() === '') return refuse('phone-missing');
  const number = normalisePhone(typed);
  if (!number.ok) return number;
  return number.value === phone && phoneVerifiedAt !== null ? refuse('phone-same') : number;
}

/**
 * Gives an account another number, and texts a token there. One that was verified stays until the new one is; one
 * that was not counts for nothing, and is replaced at once.
 */
export async function changePhone(
  deps: ContactDetailsDeps,
  changer: Changer,
  { phone: typed, place, allowedPrefixes }: PhoneForm,
): Promise<Result<'token-sent' | 'kept', PhoneFault | PhoneTokenRefusal>> {
  const { account } = changer;
  const number = checkPhone(account, typed);
  if (!number.ok) return number;
  const phone = number.value;
  if (allowedPrefixes === undefined) {
    return changeInSession(deps, changer, async (trx) => {
      await deleteTokensOf(trx, phoneTokenBinding(account.id, place));
      await deletePhoneChange(trx, account.id);
      await keep({ ...deps, db: trx }, changer, { phone, overwritten: true });
      return 'kept' as const;
    });
  }
  const request = { phone, place, allowedPrefixes };
  const sent = await sendPhoneToken(deps, changer, request, (trx) =>
    keep({ ...deps, db: trx }, changer, { phone, overwritten: false }),
  );
  return sent.ok ? ok('token-sent') : sent;
}

async function keep(
  deps: ContactDetailsDeps,
  changer: Changer,
  { phone, overwritten }: { phone: string; overwritten: boolean },
): Promise<void> {
  const { account } = changer;
  if (phone === account.phone) return;
  if (!(await setUnverifiedPhone(deps.db, account.id, { phone, overwritten }))) return;
  const detail = `${formatPhone(phone)}, not verified yet`;
  await recordChange(deps, changer, { event: 'phone-changed', change: 'phone-changed', detail });
}
