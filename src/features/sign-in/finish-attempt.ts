import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Account } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import type { Attempt, ProvenServiceAccount } from './attempt.ts';
import { spendAttempt } from './attempts.queries.ts';
import { loadSituation } from './load-situation.ts';
import { nextStep } from './next-step.ts';
import type { SignInDeps, Visitor } from './sign-in-deps.ts';

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
  deps: Pick<SignInDeps, 'db' | 'clock' | 'accountDiscovery'>,
  attempt: Attempt,
  visitor: Pick<Visitor, 'address' | 'reference'>,
): Promise<Result<AttemptOutcome, 'not-done' | 'finished-already'>> {
  const { facts, account, session, serviceAccount } = await loadSituation(deps, attempt);
  if (nextStep(facts) !== 'done' || !account) return refuse('not-done');
  const signIn =
    attempt.passwordAt === undefined && session ? undefined : signInOf(attempt, deps.clock.now());
  const won = await deps.db.transaction().execute(async (trx) => {
    if (!(await spendAttempt(trx, attempt, deps.clock.now()))) return false;
    if (signIn) await recordEvent({ ...deps, db: trx }, signedIn(account, attempt, visitor));
    return true;
  });
  if (!won) return refuse('finished-already');
  return ok({ accountId: account.id, ...(signIn && { signIn }), ...(serviceAccount && { serviceAccount }) });
}

const signInOf = ({ passwordAt, secondFactorAt }: Attempt, now: Instant) => ({
  authenticatedAt: Math.max(passwordAt ?? now, secondFactorAt ?? 0),
  methods: secondFactorAt === undefined ? ['pwd'] : ['pwd', 'otp', 'mfa'],
  level: secondFactorAt === undefined ? ('aal1' as const) : ('aal2' as const),
});

const signedIn = (
  { id }: Account,
  { serviceId }: Attempt,
  { address, reference }: Pick<Visitor, 'address' | 'reference'>,
) =>
  ({
    what: 'signed-in',
    outcome: 'done',
    who: `account:${id}`,
    serviceId,
    from: address,
    reference,
  }) as const;
