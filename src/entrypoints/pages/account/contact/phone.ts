import {
  cancelPhoneChange,
  changePhone,
  checkPhone,
  type PhoneFault,
  removePhone,
} from '../../../../features/contact-details/index.ts';
import { formatPhone } from '../../../../features/phones/index.ts';
import type { Problem } from '../../../../ui/index.ts';
import { refusalStatus } from '../../refusals/refusal-status.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { phonePage, phoneProblem, removePhonePage, tokenRefusalProblem } from './phone.page.ts';
import { done, HERE, onlyPosted, placeOf } from './place.ts';

export const phonePages = (deps: AccountPagesDeps): Page[] => [
  {
    path: '/phone',
    show: (visit) => pageOf(deps, visit, visit.typedBefore['phone'] ?? '', []),
    keeps: ['phone'],
    async submit(visit, form) {
      const typed = form['phone'] ?? '';
      const again = async (problems: Problem[], status: 422 | 429 = 422) => ({
        again: await pageOf(deps, visit, typed, problems),
        status,
      });
      const number = checkPhone(visit.account, typed);
      if (!number.ok) return again([phoneProblem(number.error)]);
      const confirmed = await confirmIdentity(deps, visit, form, 'factor');
      if (!confirmed.ok) return again(confirmed.error);
      const place = placeOf(deps, visit);
      const asked = { phone: typed, place, allowedPrefixes: deps.smsPrefixes };
      const changed = await changePhone(deps, changerOf(visit), asked);
      if (changed.ok) return changed.value === 'kept' ? done('phone-kept') : { goTo: `${HERE}/phone/verify` };
      const { error } = changed;
      if (error === 'session-over') return 'session-over';
      if (isFault(error)) return again([phoneProblem(error)]);
      const status = typeof error === 'string' ? 422 : refusalStatus(deps, visit.c, error);
      return again([tokenRefusalProblem(error, deps.clock.now())], status);
    },
  },
  {
    path: '/phone/cancel',
    show: onlyPosted,
    async submit(visit) {
      const cancelled = await cancelPhoneChange(deps, changerOf(visit));
      return cancelled.ok ? done('phone-cancelled') : 'session-over';
    },
  },
  {
    path: '/phone/remove',
    show: (visit) => (visit.account.phone === null ? { goTo: HERE } : removalOf(deps, visit, [])),
    async submit(visit, form) {
      const confirmed = await confirmIdentity(deps, visit, form, 'factor');
      if (!confirmed.ok) return { again: await removalOf(deps, visit, confirmed.error), status: 422 };
      // The number that the page showed: one that was given in another tab meanwhile has not been looked at.
      const removed = await removePhone(deps, changerOf(visit), form['phone'] ?? '');
      if (!removed.ok) return 'session-over';
      return done(removed.value ? 'phone-removed' : 'phone-moved-on');
    },
  },
];

const isFault = (error: unknown): error is PhoneFault =>
  ['phone-missing', 'phone-form', 'phone-impossible', 'phone-same'].includes(error as string);

const pageOf = async (deps: AccountPagesDeps, visit: Visit, phone: string, problems: readonly Problem[]) =>
  phonePage(visit, {
    phone,
    writtenPhone: visit.account.phone === null ? undefined : formatPhone(visit.account.phone),
    problems,
    textsAreSent: deps.smsPrefixes !== undefined,
    askForCode: await asksForCode(deps, visit, 'factor'),
  });

const removalOf = async (deps: AccountPagesDeps, visit: Visit, problems: readonly Problem[]) =>
  removePhonePage(visit, {
    writtenPhone: formatPhone(visit.account.phone ?? ''),
    problems,
    askForCode: await asksForCode(deps, visit, 'factor'),
  });
