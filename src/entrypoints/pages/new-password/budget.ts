import { spendTry, type ThrottleDeps } from '../../../features/throttle/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import type { Contact, Html, Shell } from '../../../ui/index.ts';
import { tooManyRequestsPage } from '../errors/index.ts';
import { refusalStatus } from '../refusals/refusal-status.ts';

interface Deps extends ThrottleDeps {
  shell(c: PageContext): Shell;
  customerCare: Contact;
}

/**
 * Counts a new password for one that has expired or been forgotten: whoever has proven all that is asked for could else go
 * on giving the old one, and keep everybody waiting for its hash.
 * @returns what the form is answered with instead, where there were too many
 */
export async function spendNewPassword(
  deps: Deps,
  c: PageContext,
  accountId: string,
): Promise<{ again: Html; status: 422 | 429 } | undefined> {
  const spent = await spendTry(deps, 'new-passwords', accountId);
  if (spent.ok) return undefined;
  const { clock, customerCare } = deps;
  const again = tooManyRequestsPage(deps.shell(c), { ...spent.error, now: clock.now(), customerCare });
  return { again, status: refusalStatus(deps, c, spent.error) };
}
