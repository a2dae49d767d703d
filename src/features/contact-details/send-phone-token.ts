import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { recordMessage } from '../messages/index.ts';
import type { Changer } from '../notices/index.ts';
import { maySendSms } from '../phones/index.ts';
import { changeInSession } from '../sessions/index.ts';
import { giveBack, type SpentTry, spendTry, type ThrottleDeps } from '../throttle/index.ts';
import { issueToken } from '../tokens/index.ts';
import { replacePhoneChange } from './contact-details.queries.ts';
import {
  type ContactDetailsDeps,
  PHONE_CHANGE_LIFETIME,
  PHONE_TOKEN_LIFETIME,
  phoneTokenBinding,
} from './contact-details.ts';

export interface PhoneRequest {
  /** E.164. */
  phone: string;
  /** Digest of the session and browser in which the token is asked for. */
  place: string;
  /** Beginnings of the numbers that are sent texts, from the configuration. */
  allowedPrefixes: readonly string[];
}

export type PhoneTokenRefusal =
  | 'prefix-not-allowed'
  | 'kind-not-allowed'
  | 'session-over'
  | { retryAt: Instant };

/**
 * Texts a token to a number; the one before is void. The gateway's own budgets are counted when it is sent.
 * @param also what else is to happen in the same transaction
 */
export async function sendPhoneToken(
  deps: ContactDetailsDeps,
  { account, session }: Changer,
  { phone, place, allowedPrefixes }: PhoneRequest,
  also: (trx: Db) => Promise<unknown> = async () => undefined,
): Promise<Result<void, PhoneTokenRefusal>> {
  const allowed = await maySendSms(phone, allowedPrefixes);
  if (!allowed.ok) return allowed;
  const counted = await countToken(deps, account.id, phone);
  if (!counted.ok) return counted;
  return changeInSession(deps, { accountId: account.id, uid: session }, async (trx) => {
    const inTransaction = { ...deps, db: trx };
    const now = deps.clock.now();
    const lifetime = PHONE_TOKEN_LIFETIME;
    const token = await issueToken(inTransaction, { ...phoneTokenBinding(account.id, place), lifetime });
    const expiresAt = now + PHONE_CHANGE_LIFETIME;
    await replacePhoneChange(trx, { accountId: account.id, phone, place, tokenSentAt: now, expiresAt });
    await recordMessage(inTransaction, {
      kind: 'phone-token',
      to: phone,
      about: `account:${account.id}`,
      fields: { token, expiresAt: now + lifetime },
    });
    await also(trx);
  });
}

/** On the account, and on the number that it goes to; what one of them refuses is given back to the others. */
async function countToken(
  deps: ThrottleDeps,
  accountId: string,
  phone: string,
): Promise<Result<void, { retryAt: Instant }>> {
  const budgets = [
    ['new-tokens-of-account', accountId],
    ['new-token-pause', phone],
    ['new-tokens', phone],
  ] as const;
  const spent: SpentTry[] = [];
  for (const [budget, subject] of budgets) {
    const counted = await spendTry(deps, budget, subject);
    if (counted.ok) {
      spent.push(counted.value);
      continue;
    }
    await Promise.all(spent.map((each) => giveBack(deps, each)));
    return refuse(counted.error);
  }
  return ok(undefined);
}
