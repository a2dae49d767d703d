import {
  confirmEmailChange,
  emailTokenBinding,
  findEmailChange,
  type PendingEmail,
  resendEmailToken,
} from '../../../../features/email-changes/index.ts';
import { findTokenStanding, tokenAsShown } from '../../../../features/tokens/index.ts';
import type { Banner, Html, Problem } from '../../../../ui/index.ts';
import { refusalStatus } from '../../refusals/refusal-status.ts';
import { REPORT_OPENS_AFTER } from '../../tokens/delivery-report.page.ts';
import { tokenHasToWait, tokenProblem } from '../../tokens/token-field.page.ts';
import { changerOf } from '../changer.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Answer, Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { done, HERE, placeOf } from './place.ts';
import { askedElsewherePage, tokenNotices, verifyEmailPage } from './verify-email.page.ts';

const PAGE = '/account/contact/email/verify';

export const verifyEmailPages = (deps: AccountPagesDeps): Page[] => [
  {
    path: '/email/verify',
    show: (visit) =>
      whilePending(deps, visit, (pending) => {
        const token = tokenAsShown(visit.c.req.query('token') ?? '') ?? '';
        const notice = tokenNotices(visit.c.req.query('sent'));
        return pageOf(deps, visit, { pending, token, notice, problems: [] });
      }),
    async submit(visit, form) {
      const { account } = visit;
      // Pressed twice: the first press has changed the address.
      const shown = form['email'] ?? '';
      const pending = await findPending(deps, visit);
      if (!pending && shown === account.email) return done('email');
      if (!pending?.here) return { goTo: PAGE };
      const token = form['token'] ?? '';
      const confirmed = await confirmEmailChange(deps, changerOf(visit), {
        email: pending.email,
        place: placeOf(deps, visit),
        token,
      });
      if (confirmed.ok) return done('email');
      const { error } = confirmed;
      if (error === 'session-over') return 'session-over';
      const refusal = error === 'malformed' && token.trim() === '' ? 'empty' : error;
      const problems = [refusal === 'address-taken' ? addressTaken : tokenProblem(refusal, 'email')];
      const again = await pageOf(deps, visit, { pending, token, notice: undefined, problems });
      return { again, status: refusal === 'address-taken' ? 409 : 422 };
    },
  },
  {
    path: '/email/new-token',
    show: () => ({ goTo: PAGE }),
    submit: (visit) =>
      whilePending(deps, visit, async (pending) => {
        const request = { email: pending.email, place: placeOf(deps, visit) };
        const sent = await resendEmailToken(deps, changerOf(visit), request);
        if (sent.ok) return { goTo: `${PAGE}?sent=yes` };
        if (sent.error === 'session-over') return 'session-over';
        if (sent.error === 'over') return { goTo: HERE };
        const notice = tokenHasToWait(sent.error.retryAt, deps.clock.now());
        const again = await pageOf(deps, visit, { pending, token: '', notice, problems: [] });
        return { again, status: refusalStatus(deps, visit.c, sent.error) };
      }),
  },
];

export const findPending = (deps: AccountPagesDeps, visit: Visit): Promise<PendingEmail | undefined> =>
  findEmailChange(deps, { accountId: visit.account.id, place: placeOf(deps, visit) });

/** Lets in where a change waits for its token, and was asked for here. */
export async function whilePending(
  deps: AccountPagesDeps,
  visit: Visit,
  then: (pending: PendingEmail) => Answer | Promise<Answer>,
): Promise<Answer> {
  const pending = await findPending(deps, visit);
  if (!pending) return { goTo: HERE };
  return pending.here ? then(pending) : askedElsewherePage(visit, pending.email);
}

const addressTaken: Problem = {
  message:
    'An account has been made for this address since the token was sent. An address belongs to one account only: use another one.',
};

interface Content {
  pending: PendingEmail;
  token: string;
  notice: Banner | undefined;
  problems: readonly Problem[];
}

async function pageOf(deps: AccountPagesDeps, visit: Visit, { pending, ...rest }: Content): Promise<Html> {
  const bound = emailTokenBinding(visit.account.id, placeOf(deps, visit));
  return verifyEmailPage(visit, {
    ...rest,
    email: pending.email,
    mailFrom: deps.mailFrom,
    standing: await findTokenStanding(deps, bound),
    now: deps.clock.now(),
    reportFrom: pending.tokenSentAt + REPORT_OPENS_AFTER,
  });
}
