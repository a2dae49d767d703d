import { type Clock, newId, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { insertAccount } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { recordMessage, rememberRead } from '../messages/index.ts';
import { setPassword } from '../passwords/index.ts';
import { insertPin } from '../pins/index.ts';
import { insertQuestions } from '../security-questions/index.ts';
import { type ProvenToken, proveToken, spendToken, type TokenFault } from '../tokens/index.ts';
import {
  claimWholeRegistration,
  clearSecrets,
  deleteRegistration,
  type Registration,
  type WholeRegistration,
} from './registration.queries.ts';
import { type Circumstances, pinOf, questionsOf, tokenBinding } from './registration.ts';

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
}

export interface Completion extends Circumstances {
  /** The token as typed. */
  token: string;
}

/** `address-taken`: an account has been made for the address meanwhile; nothing of this registration is in it. */
export type CompletionRefusal = TokenFault | 'address-taken';

/**
 * Turns a registration into an account, if the token is the one that was sent. Token, account, password,
 * PIN and questions are one transaction: a crash leaves all of it or nothing.
 */
export async function completeRegistration(
  deps: Deps,
  registration: Registration,
  completion: Completion,
): Promise<Result<void, CompletionRefusal>> {
  const { address: from, browserWords: browser, reference } = completion;
  const event = { what: 'token-given', who: 'nobody', outcome: 'refused' } as const;
  const onWrongTry = () => recordEvent(deps, { ...event, from, browser, reference });
  const bound = tokenBinding(registration);
  const proven = await proveToken({ ...deps, onWrongTry }, { ...bound, typed: completion.token });
  if (!proven.ok) return proven;
  return deps.db
    .transaction()
    .execute((trx) => complete({ ...deps, db: trx }, registration, proven.value, completion));
}

async function complete(
  deps: Deps,
  { id, email }: Registration,
  token: ProvenToken,
  completion: Completion,
): Promise<Result<void, CompletionRefusal>> {
  const { db, clock } = deps;
  if (!(await spendToken(deps, token))) return refuse('void');
  // Claimed before anything of it is used: what another tab has saved until this moment counts. But a token speaks
  // for the address that it was mailed to, and for no other that the registration has got since.
  const whole = await claimWholeRegistration(db, { id, email, now: clock.now() });
  if (!whole) return refuse('void');
  // The token has been read there: mail to the address arrives, whatever came back before.
  await rememberRead(db, email, clock.now());
  const accountId = newId();
  if (!(await insertAccountOf(deps, accountId, whole))) {
    await deleteRegistration(db, id);
    return refuse('address-taken');
  }
  await setPassword(db, {
    accountId,
    hash: whole.passwordHash,
    setAt: whole.passwordSetAt,
    expiration: whole.passwordExpiration,
    expiresAt: whole.passwordExpiresAt ?? undefined,
  });
  await insertPin(deps, { accountId, pin: pinOf(deps, whole), setAt: clock.now() });
  await insertQuestions(db, { accountId, questions: questionsOf(whole) });
  await clearSecrets(db, id);
  await tell(deps, accountId, whole, completion);
  return ok(undefined);
}

const insertAccountOf = (
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  id: string,
  { email, firstName, lastName, phone, secondFactor }: WholeRegistration,
): Promise<boolean> =>
  insertAccount(db, {
    id,
    email,
    firstName,
    lastName,
    phone,
    secondFactorChosenAt: secondFactor === 'otp-app' ? clock.now() : null,
    createdAt: clock.now(),
  });

async function tell(
  deps: Deps,
  accountId: string,
  { email, firstName }: WholeRegistration,
  { address, browserWords: browser, reference }: Completion,
): Promise<void> {
  const event = { what: 'account-created', who: `account:${accountId}`, outcome: 'done' } as const;
  await recordEvent(deps, { ...event, from: address, browser, reference });
  const about = `account:${accountId}` as const;
  await recordMessage(deps, { kind: 'account-created', to: email, about, fields: { firstName } });
}
