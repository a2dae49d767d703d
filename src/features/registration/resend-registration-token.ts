import { ok, type Result, refuse } from '../../kernel/index.ts';
import { undoneWhenOvertaken } from './overtaken.ts';
import { findRegistrationToResend } from './registration.queries.ts';
import { issueRegistrationToken, recordToken, type SendTokenDeps } from './send-registration-token.ts';

/**
 * Sends a new token for an operator, who answers for it: it counts on no budget of the person's. The one before is void.
 * @param to the address that the operator has before their eyes; the registration may have got another one since
 */
export async function resendRegistrationToken(
  deps: SendTokenDeps,
  { registrationId, to }: { registrationId: string; to: string },
): Promise<Result<void, 'over'>> {
  const { db, clock } = deps;
  const registration = await findRegistrationToResend(db, {
    id: registrationId,
    email: to,
    now: clock.now(),
  });
  if (!registration) return refuse('over');
  const sent = await undoneWhenOvertaken(
    db.transaction().execute(async (trx) => {
      const token = await issueRegistrationToken({ ...deps, db: trx }, registration);
      await recordToken({ ...deps, db: trx }, registration, { token, who: 'operator' });
    }),
  );
  return sent ? ok(undefined) : refuse('over');
}
