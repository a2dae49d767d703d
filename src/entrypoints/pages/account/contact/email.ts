import { normaliseEmail } from '../../../../features/accounts/index.ts';
import { askEmailChange, cancelEmailChange } from '../../../../features/email-changes/index.ts';
import type { Instant } from '../../../../kernel/index.ts';
import type { Problem } from '../../../../ui/index.ts';
import { emailProblem } from '../../contact-details/email-field.page.ts';
import { refusalStatus } from '../../refusals/refusal-status.ts';
import { waitText } from '../../refusals/wait-text.page.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { emailPage } from './email.page.ts';
import { done, onlyPosted, placeOf } from './place.ts';

export const emailPages = (deps: AccountPagesDeps): Page[] => [
  {
    path: '/email',
    show: (visit) => pageOf(deps, visit, visit.typedBefore['email'] ?? '', []),
    keeps: ['email'],
    async submit(visit, form) {
      const typed = form['email'] ?? '';
      const again = async (problems: Problem[], status: 422 | 429 = 422) => ({
        again: await pageOf(deps, visit, typed, problems),
        status,
      });
      const email = normaliseEmail(typed);
      if (!email.ok) return again([emailProblem]);
      if (email.value === visit.account.email) return again([sameAddress]);
      const confirmed = await confirmIdentity(deps, visit, form, 'factor');
      if (!confirmed.ok) return again(confirmed.error);
      const request = { email: email.value, place: placeOf(deps, visit) };
      const asked = await askEmailChange(deps, changerOf(visit), request);
      if (asked.ok) return { goTo: '/account/contact/email/verify' };
      if (asked.error === 'session-over') return 'session-over';
      const problem = hasToWait(asked.error.retryAt, deps.clock.now());
      return again([problem], refusalStatus(deps, visit.c, asked.error));
    },
  },
];

export const cancelEmail = (deps: AccountPagesDeps): Page => ({
  path: '/email/cancel',
  show: onlyPosted,
  async submit(visit) {
    const cancelled = await cancelEmailChange(deps, changerOf(visit));
    return cancelled.ok ? done('email-cancelled') : 'session-over';
  },
});

const sameAddress: Problem = { field: 'email', message: 'This is your address already. Enter another one.' };

const hasToWait = (retryAt: Instant, now: Instant): Problem => ({
  field: 'email',
  message: `Tokens to one address are sent one minute apart, and only so many in an hour. ${waitText(retryAt, now)} Your address has not changed.`,
});

const pageOf = async (deps: AccountPagesDeps, visit: Visit, email: string, problems: readonly Problem[]) =>
  emailPage(visit, { email, problems, askForCode: await asksForCode(deps, visit, 'factor') });
