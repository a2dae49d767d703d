import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Account } from '../accounts/index.ts';
import { hasHappened, recordEvent } from '../audit/index.ts';
import { notifyChange } from '../notices/index.ts';
import type { Attempt, ProvenServiceAccount, SessionProof } from './attempt.ts';
import { spendAttempt } from './attempts.queries.ts';
import { claimFirstSignIn } from './devices.queries.ts';
import { loadSituation, type SituationDeps } from './load-situation.ts';
import { nextStep } from './next-step.ts';
import { fromOf, type SignInDeps, type Visitor } from './sign-in-deps.ts';

type Deps = SituationDeps & Pick<SignInDeps, 'sealing' | 'issuer'>;

/** What the attempt came to, for the service. */
export interface AttemptOutcome {
  accountId: string;
  /** What was proven in this attempt; absent where the live session was enough. */
  signIn?: { authenticatedAt: Instant; methods: string[]; level: 'aal1' | 'aal2' };
  serviceAccount?: ProvenServiceAccount;
}

/**
 * Consumes an attempt that has nothing left to do. Of two requests that finish it, one wins; the state is
 * judged once more here, so that a step which was undone meanwhile (a link ended, an account disabled) counts.
 */
export async function finishAttempt(
  deps: Deps,
  attempt: Attempt,
  visitor: Visitor,
): Promise<Result<AttemptOutcome, 'not-done' | 'finished-already'>> {
  const { facts, account, session, serviceAccount } = await loadSituation(deps, attempt);
  if (nextStep(facts) !== 'done' || !account) return refuse('not-done');
  const signIn = signInOf(attempt, session, deps.clock.now());
  const won = await deps.db.transaction().execute(async (trx) => {
    if (!(await spendAttempt(trx, attempt, deps.clock.now()))) return false;
    if (signIn) await noteSignIn({ ...deps, db: trx }, { account, attempt }, visitor);
    return true;
  });
  if (!won) return refuse('finished-already');
  return ok({ accountId: account.id, ...(signIn && { signIn }), ...(serviceAccount && { serviceAccount }) });
}

/** The owner is told of a browser that the account was never signed in with, but not of the very first one. */
async function noteSignIn(
  deps: Deps,
  { account, attempt }: { account: Account; attempt: Attempt },
  visitor: Visitor,
): Promise<void> {
  const browser = deps.sealing.digest(visitor.browser, 'device');
  const isNew = await claimFirstSignIn(deps.db, account.id, browser, deps.clock.now());
  if (isNew && (await hasHappened(deps.db, `account:${account.id}`, ['signed-in']))) {
    await notifyChange(deps, { account, change: 'new-device', from: fromOf(visitor) });
  }
  await recordEvent(deps, signedIn(account, attempt, visitor));
}

/**
 * What was proven in the attempt, with the session's password where a second factor was added to that; undefined where
 * the session was enough by itself.
 */
function signInOf(
  { passwordAt, secondFactorAt, passkeyAt }: Attempt,
  session: SessionProof | undefined,
  now: Instant,
): AttemptOutcome['signIn'] {
  const factorAt = passkeyAt ?? secondFactorAt;
  if (session && passwordAt === undefined && factorAt === undefined) return undefined;
  if (factorAt === undefined) return { authenticatedAt: passwordAt ?? now, methods: ['pwd'], level: 'aal1' };
  // A code proves nothing without its password: that is as old as it is. A passkey is both.
  const givenAt = passwordAt ?? passkeyAt ?? session?.authenticatedAt ?? now;
  const authenticatedAt =
    passwordAt === undefined && passkeyAt === undefined ? givenAt : Math.max(givenAt, factorAt);
  return { authenticatedAt, methods: methodsOf({ passwordAt, passkeyAt }), level: 'aal2' };
}

/** RFC 8176. We ask no authenticator who built it, so the key of a passkey is taken for one in hardware. */
function methodsOf({ passwordAt, passkeyAt }: Pick<Attempt, 'passwordAt' | 'passkeyAt'>): string[] {
  if (passkeyAt === undefined) return ['pwd', 'otp', 'mfa'];
  return passwordAt === undefined ? ['hwk', 'user', 'mfa'] : ['pwd', 'hwk', 'mfa'];
}

const signedIn = ({ id }: Account, { serviceId }: Attempt, { address, browserWords, reference }: Visitor) =>
  ({
    what: 'signed-in',
    outcome: 'done',
    who: `account:${id}`,
    serviceId,
    from: address,
    browser: browserWords,
    reference,
  }) as const;
