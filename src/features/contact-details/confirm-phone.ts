import { type Result, refuse } from '../../kernel/index.ts';
import { setVerifiedPhone } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { formatPhone } from '../phones/index.ts';
import { changeInSession } from '../sessions/index.ts';
import { type ProvenToken, proveToken, spendToken, type TokenFault } from '../tokens/index.ts';
import { takePhoneChange } from './contact-details.queries.ts';
import { type ContactDetailsDeps, phoneTokenBinding } from './contact-details.ts';

export interface PhoneConfirmation {
  /** The number that the person was shown, and the token was sent to. */
  phone: string;
  place: string;
  /** The token as typed. */
  token: string;
}

/** Keeps a number as verified, if the token is the one that was sent to it. */
export async function confirmPhone(
  deps: ContactDetailsDeps,
  changer: Changer,
  confirmation: PhoneConfirmation,
): Promise<Result<void, TokenFault | 'session-over'>> {
  const { account, address, browserWords: browser, reference } = changer;
  const { place, token: typed } = confirmation;
  const event = { what: 'token-given', who: `account:${account.id}`, outcome: 'refused' } as const;
  const onWrongTry = () => recordEvent(deps, { ...event, from: address, browser, reference });
  const bound = phoneTokenBinding(account.id, place);
  const proven = await proveToken({ ...deps, onWrongTry }, { ...bound, typed });
  if (!proven.ok) return proven;
  return changeInSession(deps, changer, (trx) =>
    confirm({ ...deps, db: trx }, changer, confirmation, proven.value),
  ).catch((fault) => {
    if (fault instanceof Overtaken) return refuse('void');
    throw fault;
  });
}

/** Thrown inside the transaction to undo all of it. */
class Overtaken extends Error {}

async function confirm(
  deps: ContactDetailsDeps,
  changer: Changer,
  { phone, place }: PhoneConfirmation,
  token: ProvenToken,
): Promise<void> {
  const { db, clock } = deps;
  const { account } = changer;
  const now = clock.now();
  if (!(await spendToken(deps, token))) throw new Overtaken();
  if (!(await takePhoneChange(db, { accountId: account.id, phone, place, now }))) throw new Overtaken();
  await setVerifiedPhone(db, account.id, { phone, verifiedAt: now });
  const change = phone === account.phone ? 'phone-verified' : 'phone-changed';
  await recordChange(deps, changer, {
    event: 'phone-verified',
    change,
    detail: `${formatPhone(phone)}, verified`,
  });
}
