import { type Clock, type Instant, ok, type Result } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { recordEvent } from '../audit/index.ts';
import { recordMessage } from '../messages/index.ts';
import { nextTryAt, spendTries, type ThrottleDeps } from '../throttle/index.ts';
import { issueToken } from '../tokens/index.ts';
import { Overtaken, undoneWhenOvertaken } from './overtaken.ts';
import { type Registration, updateOpenRegistration } from './registration.queries.ts';
import {
  aboutRegistration,
  type Circumstances,
  REGISTRATION_TOKEN_LIFETIME,
  tokenBinding,
} from './registration.ts';

export interface SendTokenDeps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  /** The configured address of Master Account: links in mail are made from nothing else. */
  issuer: string;
}

/** What a token to one address spends. */
const tokenBudgets = ['new-token-pause', 'new-tokens'] as const;

/**
 * Sends a token to the registration's address; it voids the one before. Whether the address has an account
 * is not looked at here: the worker decides what is sent.
 */
export async function sendRegistrationToken(
  deps: SendTokenDeps,
  registration: Registration,
  from: Circumstances,
): Promise<Result<void, { retryAt: Instant }>> {
  let counted: Awaited<ReturnType<typeof countToken>> = ok(undefined);
  // Overtaken, there is nothing to send: its page leads to where the registration has come to.
  await undoneWhenOvertaken(
    deps.db.transaction().execute(async (trx) => {
      const inTransaction = { ...deps, db: trx };
      // Together with the mail: counted alone before a death, it would keep the first token back for a minute.
      counted = await countToken(inTransaction, registration.email);
      if (counted.ok) await issueAndRecord(inTransaction, registration, from);
    }),
  );
  return counted;
}

async function issueAndRecord(
  deps: SendTokenDeps,
  registration: Registration,
  from: Circumstances,
): Promise<void> {
  // Token before registration, as when it is completed: two transactions that lock in two orders can
  // wait for each other for ever.
  const token = await issueRegistrationToken(deps, registration);
  await recordToken(deps, registration, { token, ...from });
}

/** Counts a token on the budgets of the address that it goes to. */
export async function countToken(
  deps: ThrottleDeps,
  email: string,
): Promise<Result<void, { retryAt: Instant }>> {
  const counted = await spendTries(
    deps,
    tokenBudgets.map((budget) => [budget, email]),
  );
  return counted.ok ? ok(undefined) : counted;
}

/** Issues the registration's token; the one before is void. */
export const issueRegistrationToken = (
  deps: SendTokenDeps,
  registration: Pick<Registration, 'id' | 'browser'>,
): Promise<string> =>
  issueToken(deps, { ...tokenBinding(registration), lifetime: REGISTRATION_TOKEN_LIFETIME });

interface Sent extends Partial<Circumstances> {
  token: string;
  /** Who asked for it: somebody at a page, or an operator at the command line. */
  who?: 'nobody' | 'operator';
}

/**
 * Records the mail that carries a token to the registration's address, in the transaction that issued it.
 * @throws Overtaken, which undoes the transaction, where the registration has ended or has got another address
 */
export async function recordToken(
  deps: SendTokenDeps,
  { id, email }: Pick<Registration, 'id' | 'email'>,
  { token, who = 'nobody', address, browserWords, reference }: Sent,
): Promise<void> {
  const { db, clock, issuer } = deps;
  const now = clock.now();
  const expiresAt = now + REGISTRATION_TOKEN_LIFETIME;
  // The token is good for as long as its mail says, and so must be what it completes. And it goes to no other
  // address than the registration has at this moment: mailed to an earlier one, it would let whoever reads mail
  // there verify an address that is not theirs.
  const kept = await updateOpenRegistration(db, { id, email, now }, { tokenSentAt: now, expiresAt });
  if (!kept) throw new Overtaken();
  const event = { what: 'token-sent', who, outcome: 'done' } as const;
  await recordEvent(deps, { ...event, from: address, browser: browserWords, reference });
  const about = aboutRegistration(id);
  const fields = { token, link: `${issuer}/register/verify-email?token=${token}`, expiresAt };
  await recordMessage(deps, { kind: 'registration-token', to: email, about, fields });
}

/**
 * Sends the first token when the page that asks for it opens, however often it is opened.
 * @returns when the first one can be sent, where the address has had too many already
 */
export async function sendFirstToken(
  deps: SendTokenDeps,
  registration: Registration,
  from: Circumstances,
): Promise<Result<void, { retryAt: Instant }>> {
  return registration.tokenSentAt === null ? sendRegistrationToken(deps, registration, from) : ok(undefined);
}

/** When the next token can be sent to the registration's address; undefined where that is now. Counts nothing. */
export async function nextTokenAt(
  deps: ThrottleDeps,
  { email }: Pick<Registration, 'email'>,
): Promise<Instant | undefined> {
  const waits = await Promise.all(tokenBudgets.map((budget) => nextTryAt(deps, budget, email)));
  const ends = waits.filter((end) => end !== undefined);
  return ends.length > 0 ? Math.max(...ends) : undefined;
}
