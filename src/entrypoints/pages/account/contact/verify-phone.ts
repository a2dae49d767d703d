import {
  confirmPhone,
  findPhoneChange,
  type PendingPhone,
  type PhoneTokenRefusal,
  phoneTokenBinding,
  resendPhoneToken,
  sendPhoneToken,
} from '../../../../features/contact-details/index.ts';
import { formatPhone } from '../../../../features/phones/index.ts';
import { findTokenStanding } from '../../../../features/tokens/index.ts';
import type { Banner, Html, Problem } from '../../../../ui/index.ts';
import { refusalStatus } from '../../refusals/refusal-status.ts';
import { noTokenSent, tokenProblem } from '../../tokens/token-field.page.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Answer, Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { tokenRefusalProblem } from './phone.page.ts';
import { done, HERE, placeOf } from './place.ts';
import { tokenNotices } from './token-form.page.ts';
import { sendTokenPage, verifyPhonePage } from './verify-phone.page.ts';

const PAGE = '/account/contact/phone/verify';

export const verifyPhonePages = (deps: AccountPagesDeps): Page[] => [
  {
    path: '/phone/verify',
    async show(visit) {
      const pending = await findPending(deps, visit);
      const notice = tokenNotices(visit.c.req.query('sent'));
      if (pending?.here) return pageOf(deps, visit, { pending, token: '', notice, problems: [] });
      return mayAsk(deps, visit) ? askFor(deps, visit, []) : { goTo: HERE };
    },
    async submit(visit, form) {
      const { phone, phoneVerifiedAt } = visit.account;
      const pending = await findPending(deps, visit);
      // Pressed twice: the first press has verified the number.
      if (!pending && phoneVerifiedAt !== null && form['phone'] === phone) return done('phone');
      if (!pending?.here) return { goTo: PAGE };
      const token = form['token'] ?? '';
      const typed = { phone: pending.phone, place: placeOf(deps, visit), token };
      const confirmed = await confirmPhone(deps, changerOf(visit), typed);
      if (confirmed.ok) return done('phone');
      const { error } = confirmed;
      if (error === 'session-over') return 'session-over';
      const refusal = error === 'malformed' && token.trim() === '' ? 'empty' : error;
      const problems = [tokenProblem(refusal, 'text message')];
      const again = await pageOf(deps, visit, { pending, token, notice: undefined, problems });
      return { again, status: 422 };
    },
  },
  {
    /** For a number that the account has, and that was never verified. */
    path: '/phone/send-token',
    show: () => ({ goTo: PAGE }),
    async submit(visit, form) {
      const phone = mayAsk(deps, visit);
      if (!phone) return { goTo: HERE };
      const confirmed = await confirmIdentity(deps, visit, form, 'factor');
      if (!confirmed.ok) return { again: await askFor(deps, visit, confirmed.error), status: 422 };
      const sent = await sendPhoneToken(deps, changerOf(visit), requestOf(deps, visit, phone));
      return sent.ok ? { goTo: PAGE } : refused(deps, visit, sent.error);
    },
  },
  {
    path: '/phone/new-token',
    show: () => ({ goTo: PAGE }),
    async submit(visit) {
      const pending = await findPending(deps, visit);
      if (!pending?.here) return { goTo: PAGE };
      const sent = await resendPhoneToken(deps, changerOf(visit), requestOf(deps, visit, pending.phone));
      if (sent.ok) return { goTo: `${PAGE}?sent=yes` };
      return sent.error === 'over' ? { goTo: HERE } : refused(deps, visit, sent.error);
    },
  },
];

const requestOf = (deps: AccountPagesDeps, visit: Visit, phone: string) => ({
  phone,
  place: placeOf(deps, visit),
  allowedPrefixes: deps.smsPrefixes ?? [],
});

async function refused(deps: AccountPagesDeps, visit: Visit, refusal: PhoneTokenRefusal): Promise<Answer> {
  if (refusal === 'session-over') return 'session-over';
  const { message } = tokenRefusalProblem(refusal, deps.clock.now());
  if (typeof refusal === 'string') return { again: await askFor(deps, visit, [{ message }]), status: 422 };
  const pending = await findPending(deps, visit);
  const again = pending?.here
    ? await pageOf(deps, visit, { pending, token: '', notice: noTokenSent(message), problems: [] })
    : await askFor(deps, visit, [{ message }]);
  return { again, status: refusalStatus(deps, visit.c, refusal) };
}

/** The number that the account has and that can be verified. */
const mayAsk = ({ smsPrefixes }: AccountPagesDeps, { account }: Visit): string | undefined =>
  smsPrefixes !== undefined && account.phone !== null && account.phoneVerifiedAt === null
    ? account.phone
    : undefined;

const findPending = (deps: AccountPagesDeps, visit: Visit): Promise<PendingPhone | undefined> =>
  findPhoneChange(deps, { accountId: visit.account.id, place: placeOf(deps, visit) });

const askFor = async (deps: AccountPagesDeps, visit: Visit, problems: readonly Problem[]): Promise<Html> =>
  sendTokenPage(visit, {
    writtenPhone: formatPhone(visit.account.phone ?? ''),
    problems,
    askForCode: await asksForCode(deps, visit, 'factor'),
  });

interface Content {
  pending: PendingPhone;
  token: string;
  notice: Banner | undefined;
  problems: readonly Problem[];
}

async function pageOf(deps: AccountPagesDeps, visit: Visit, { pending, ...rest }: Content): Promise<Html> {
  const bound = phoneTokenBinding(visit.account.id, placeOf(deps, visit));
  return verifyPhonePage(visit, {
    ...rest,
    phone: pending.phone,
    writtenPhone: formatPhone(pending.phone),
    standing: await findTokenStanding(deps, bound),
  });
}
