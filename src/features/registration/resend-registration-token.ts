import { ok, type Result, refuse } from '../../kernel/index.ts';
import { findRegistrationToResend } from './find-registration.queries.ts';
import { undoneWhenOvertaken } from './overtaken.ts';
import { issueRegistrationToken, recordToken, type SendTokenDeps } from './send-registration-token.ts';

interface Resent {
  registrationId: string;
  /** The address that the operator has before their eyes; the registration may have got another one since. */
  to: string;
}

/** Sends a new token for an operator, who answers for it: it counts on no budget of the person's. The one before is void. */
export async function resendRegistrationToken(
  deps: SendTokenDeps,
  resent: Resent,
): Promise<Result<void, 'over'>> {
  let verdict: Result<void, 'over'> = refuse('over');
  const kept = await undoneWhenOvertaken(
    deps.db.transaction().execute(async (trx) => {
      verdict = await resendInTransaction({ ...deps, db: trx }, resent);
    }),
  );
  return kept ? verdict : refuse('over');
}

/** The same in the caller's transaction. @throws Overtaken, which undoes it, where the registration ends meanwhile */
export async function resendInTransaction(
  deps: SendTokenDeps,
  { registrationId: id, to: email }: Resent,
): Promise<Result<void, 'over'>> {
  const registration = await findRegistrationToResend(deps.db, { id, email, now: deps.clock.now() });
  if (!registration) return refuse('over');
  const token = await issueRegistrationToken(deps, registration);
  await recordToken(deps, registration, { token, who: 'operator' });
  return ok(undefined);
}
