import { type Instant, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { recordMessage } from '../messages/index.ts';
import type { Changer } from '../notices/index.ts';
import { maySendSms } from '../phones/index.ts';
import { changeInSession } from '../sessions/index.ts';
import { spendTries, type ThrottleDeps } from '../throttle/index.ts';
import { issueToken } from '../tokens/index.ts';
import { renewPhoneChange, replacePhoneChange } from './contact-details.queries.ts';
import type { PhoneChangesTable } from './contact-details.tables.ts';
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
export function sendPhoneToken(
  deps: ContactDetailsDeps,
  changer: Changer,
  request: PhoneRequest,
  also: (trx: Db) => Promise<unknown> = async () => undefined,
): Promise<Result<void, PhoneTokenRefusal>> {
  return send(deps, changer, request, async (trx, pending) => {
    await replacePhoneChange(trx, pending);
    await also(trx);
  });
}

/**
 * Texts another token to a number that waits for one; the one before is void.
 * @returns `over`: the number waits no more, or not in this place: it was verified, given up, or another one was asked for
 */
export const resendPhoneToken = (
  deps: ContactDetailsDeps,
  changer: Changer,
  request: PhoneRequest,
): Promise<Result<void, PhoneTokenRefusal | 'over'>> =>
  send(deps, changer, request, async (trx, pending) => {
    if (!(await renewPhoneChange(trx, pending))) throw new Over();
  }).catch((fault) => {
    if (fault instanceof Over) return refuse('over');
    throw fault;
  });

/** Thrown inside the transaction to undo all of it. */
class Over extends Error {}

async function send(
  deps: ContactDetailsDeps,
  changer: Changer,
  { phone, place, allowedPrefixes }: PhoneRequest,
  keep: (trx: Db, pending: PhoneChangesTable) => Promise<void>,
): Promise<Result<void, PhoneTokenRefusal>> {
  const { account } = changer;
  const allowed = await maySendSms(phone, allowedPrefixes);
  if (!allowed.ok) return allowed;
  const counted = await countToken(deps, account.id, phone);
  if (!counted.ok) return counted;
  return changeInSession(deps, changer, async (trx) => {
    const inTransaction = { ...deps, db: trx };
    const now = deps.clock.now();
    const expiresAt = now + PHONE_CHANGE_LIFETIME;
    await keep(trx, { accountId: account.id, phone, place, tokenSentAt: now, expiresAt });
    const lifetime = PHONE_TOKEN_LIFETIME;
    const token = await issueToken(inTransaction, { ...phoneTokenBinding(account.id, place), lifetime });
    await recordMessage(inTransaction, {
      kind: 'phone-token',
      to: phone,
      about: `account:${account.id}`,
      fields: { token, expiresAt: now + lifetime },
    });
  });
}

/** On the account, and on the number that it goes to. */
const countToken = (deps: ThrottleDeps, accountId: string, phone: string) =>
  spendTries(deps, [
    ['new-tokens-of-account', accountId],
    ['new-token-pause', phone],
    ['new-tokens', phone],
  ]);
