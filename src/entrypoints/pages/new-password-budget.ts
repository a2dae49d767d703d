import { spendTry, type ThrottleDeps } from '../../features/throttle/index.ts';
import { type PageContext, retryAfter } from '../../platform/http/index.ts';
import type { Contact, Html, Shell } from '../../ui/index.ts';
import { tooManyRequestsPage } from './errors/index.ts';

interface Deps extends ThrottleDeps {
  shell(c: PageContext): Shell;
  customerCare: Contact;
}

/**
 * Counts a new password for one that has expired or been forgotten: whoever has proven all that is asked for could else go
 * on giving the old one, and keep everybody waiting for its hash.
 * @returns the page that says to come back later, where there were too many
 */
export async function spendNewPassword(
  deps: Deps,
  c: PageContext,
  accountId: string,
): Promise<Html | undefined> {
  const spent = await spendTry(deps, 'new-passwords', accountId);
  if (spent.ok) return undefined;
  const { retryAt } = spent.error;
  const now = deps.clock.now();
  c.header('Retry-After', retryAfter(retryAt, now));
  return tooManyRequestsPage(deps.shell(c), { now, retryAt, customerCare: deps.customerCare });
}
