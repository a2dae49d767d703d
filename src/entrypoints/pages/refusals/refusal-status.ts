import type { Clock, Instant } from '../../../kernel/index.ts';
import { type PageContext, retryAfter } from '../../../platform/http/index.ts';

/** Why a form was not taken; with `retryAt`, because a budget is spent until then. */
interface Refusal {
  reason?: string | undefined;
  retryAt?: Instant | undefined;
}

/** Budgets that no wait gives back. */
const SPENT: readonly (string | undefined)[] = ['attempt-spent', 'recovery-spent'];

/** What a refused form is answered with: 429 where a budget is spent, and then `Retry-After` says until when; 422 otherwise. */
export function refusalStatus(
  { clock }: { clock: Clock },
  c: PageContext,
  { reason, retryAt }: Refusal,
): 422 | 429 {
  if (retryAt !== undefined) c.header('Retry-After', retryAfter(retryAt, clock.now()));
  return retryAt !== undefined || SPENT.includes(reason) ? 429 : 422;
}
