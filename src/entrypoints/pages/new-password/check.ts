import {
  judgeNewPassword,
  type PasswordOwner,
  type PasswordRules,
} from '../../../features/passwords/index.ts';
import { spendTry, type ThrottleDeps } from '../../../features/throttle/index.ts';
import { type PageContext, readForm, retryAfter } from '../../../platform/http/index.ts';
import { unmetRequirements } from './fields.page.ts';

/**
 * What the checklist asks while a new password is being typed: `{ "unmet": ["uncommon"] }`. Nothing is kept.
 * Judging a long one takes milliseconds, so a browser may ask no more often than somebody types.
 */
export async function answerPasswordCheck(
  deps: PasswordRules & ThrottleDeps,
  c: PageContext,
  owner: PasswordOwner | undefined,
): Promise<Response> {
  if (!owner) return c.json({ unmet: [] }, 404);
  const counted = await spendTry(deps, 'password-checks', c.get('browser'));
  if (!counted.ok) {
    c.header('Retry-After', retryAfter(counted.error.retryAt, deps.clock.now()));
    return c.json({ unmet: [] }, 429);
  }
  return c.json({ unmet: unmetRequirements(judgeNewPassword(deps, owner, readForm(c)['password'] ?? '')) });
}
