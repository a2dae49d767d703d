import { type Instant, newId, newSecret, ok, type Result, refuse } from '../../kernel/index.ts';
import { findAccountByEmail, isActive } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { spendTryFromHere, type Visitor } from '../sign-in/index.ts';
import { insertRecovery } from './recovery.queries.ts';
import { browserDigest, RECOVERY_LIFETIME, type RecoveryDeps, secretDigest } from './recovery.ts';

type Deps = Pick<RecoveryDeps, 'db' | 'clock' | 'sealing'>;

/** What the browser is handed: only with both it gets in again. */
export interface Begun {
  id: string;
  secret: string;
  expiresAt: Instant;
}

export interface RecoveryStart {
  /** Normalised by `normaliseEmail`. */
  email: string;
  /** The sign-in attempt to go back to afterwards. */
  attemptId?: string | undefined;
}

/** Begins a recovery for an address, whether or not it has an account. */
export async function beginRecovery(
  deps: Deps,
  start: RecoveryStart,
  visitor: Visitor,
): Promise<Result<Begun, { retryAt: Instant }>> {
  const account = (await findAccountByEmail(deps.db, start.email))?.id ?? start.email;
  const device = deps.sealing.digest(visitor.browser, 'device');
  const origin = { account, address: visitor.address, device };
  const counted = await spendTryFromHere(deps, 'recoveries', origin);
  if (!counted.ok) return refuse(counted.error);
  const begun = await deps.db
    .transaction()
    .execute((trx) => openRecovery({ ...deps, db: trx }, start, visitor));
  return ok(begun);
}

/** The same in a transaction of the caller's, who has counted it. */
export async function openRecovery(
  { db, clock, sealing }: Deps,
  { email, attemptId }: RecoveryStart,
  { browser, address, reference, browserWords }: Visitor,
): Promise<Begun> {
  const begun = { id: newId(), secret: newSecret(), expiresAt: clock.now() + RECOVERY_LIFETIME };
  await insertRecovery(db, {
    id: begun.id,
    browser: browserDigest(sealing, browser),
    secret: secretDigest(sealing, begun.secret),
    email,
    attemptId: attemptId ?? null,
    createdAt: clock.now(),
    expiresAt: begun.expiresAt,
  });
  const account = await findAccountByEmail(db, email);
  const whom = isActive(account) ? (`account:${account.id}` as const) : undefined;
  const event = { what: 'recovery-begun', who: 'nobody', outcome: 'done' } as const;
  await recordEvent({ db, clock }, { ...event, whom, from: address, browser: browserWords, reference });
  return begun;
}
