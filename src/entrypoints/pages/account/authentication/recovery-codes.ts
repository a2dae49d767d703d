import { renewRecoveryCodes } from '../../../../features/second-factor/index.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page } from '../section.ts';
import { keptCodesPage } from './app.page.ts';
import { HERE } from './notices.ts';
import { newRecoveryCodesPage } from './recovery-codes.page.ts';

export const recoveryCodesPage = (deps: AccountPagesDeps): Page => ({
  path: '/recovery-codes',
  async show(visit) {
    if (!visit.secondFactor) return { goTo: HERE };
    return newRecoveryCodesPage(visit, {
      askForCode: await asksForCode(deps, visit, 'factor'),
      problems: [],
    });
  },
  async submit(visit, form) {
    if (!visit.secondFactor) return { goTo: HERE };
    const confirmed = await confirmIdentity(deps, visit, form, 'factor');
    if (!confirmed.ok) {
      const askForCode = await asksForCode(deps, visit, 'factor');
      return { again: newRecoveryCodesPage(visit, { askForCode, problems: confirmed.error }), status: 422 };
    }
    const renewed = await renewRecoveryCodes(deps, changerOf(visit));
    if (!renewed.ok) return renewed.error === 'session-over' ? 'session-over' : { goTo: HERE };
    // The answer itself: they are nowhere to be read a second time.
    return keptCodesPage(visit, {
      codes: renewed.value,
      lost: visit.secondFactor.totp ? 'phone' : 'passkey',
      at: deps.clock.now(),
      done: 'You have new recovery codes; the old ones are void.',
    });
  },
});
