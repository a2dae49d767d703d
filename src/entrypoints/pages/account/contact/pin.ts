import { changePin, checkPinForm, showPin } from '../../../../features/pins/index.ts';
import type { Problem } from '../../../../ui/index.ts';
import { contactProblemText } from '../../contact-details/contact-fields.page.ts';
import { changerOf } from '../changer.ts';
import { confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page } from '../section.ts';
import { askToShowPage, pinPage, shownPinPage } from './pin.page.ts';
import { done, HERE } from './place.ts';

export const pinPages = (deps: AccountPagesDeps): Page[] => [
  {
    path: '/pin',
    show: (visit) => pinPage(visit, { pin: '', problems: [] }),
    async submit(visit, form) {
      const pin = form['pin'] ?? '';
      const again = (problems: Problem[]) => ({
        again: pinPage(visit, { pin, problems }),
        status: 422 as const,
      });
      if (!checkPinForm(pin).ok) return again([pinForm]);
      const confirmed = await confirmIdentity(deps, visit, form, 'password');
      if (!confirmed.ok) return again(confirmed.error);
      const changed = await changePin(deps, changerOf(visit), pin);
      if (changed.ok) return done('pin');
      return changed.error === 'session-over' ? 'session-over' : again([pinForm]);
    },
  },
  {
    /** The answer to the form is the one page that the PIN is on: there is no address that leads to it. */
    path: '/pin/show',
    show: (visit) => askToShowPage(visit, { problems: [] }),
    async submit(visit, form) {
      const confirmed = await confirmIdentity(deps, visit, form, 'password');
      if (!confirmed.ok) return { again: askToShowPage(visit, { problems: confirmed.error }), status: 422 };
      const shown = await showPin(deps, changerOf(visit));
      if (!shown.ok) return 'session-over';
      const pin = shown.value;
      return pin === undefined ? { goTo: `${HERE}/pin` } : shownPinPage(visit, { pin });
    },
  },
];

const pinForm: Problem = { field: 'pin', message: contactProblemText('pin', 'pin-form') };
