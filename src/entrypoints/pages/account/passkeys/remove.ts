import { listPasskeys } from '../../../../features/passkeys/index.ts';
import { removePasskey } from '../../../../features/second-factor/index.ts';
import { listWhoRequireIt } from '../../../../features/sign-in/index.ts';
import { done, HERE } from '../authentication/notices.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { lastRequiredPage, removePage } from './remove.page.ts';

/** Removing a passkey. The last second factor stays where one is required. */
export const removePasskeyPage = (deps: AccountPagesDeps): Page => ({
  path: '/:passkey/remove',
  async show(visit) {
    const passkey = await namedOf(deps, visit);
    if (!passkey) return { goTo: HERE };
    const requiring = isLast(visit) ? await listWhoRequireIt(deps, visit.account) : [];
    if (requiring.length > 0) return lastRequiredPage(visit, requiring);
    const askForCode = await asksForCode(deps, visit, 'factor');
    return removePage(visit, { passkey, isLast: isLast(visit), askForCode, problems: [] });
  },
  async submit(visit, form) {
    const passkey = await namedOf(deps, visit);
    if (!passkey) return { goTo: HERE };
    const requiring = await listWhoRequireIt(deps, visit.account);
    if (isLast(visit) && requiring.length > 0)
      return { again: lastRequiredPage(visit, requiring), status: 409 };
    const confirmed = await confirmIdentity(deps, visit, form, 'factor');
    if (!confirmed.ok) {
      const askForCode = await asksForCode(deps, visit, 'factor');
      const shown = { passkey, isLast: isLast(visit), askForCode, problems: confirmed.error };
      return { again: removePage(visit, shown), status: 422 };
    }
    const removal = { id: passkey.id, mayBeLast: requiring.length === 0 };
    const removed = await removePasskey(deps, changerOf(visit), removal);
    if (removed.ok) return done('passkey-removed');
    if (removed.error === 'session-over') return 'session-over';
    return removed.error === 'required'
      ? { again: lastRequiredPage(visit, requiring), status: 409 }
      : { goTo: HERE };
  },
});

const namedOf = async ({ db }: AccountPagesDeps, { c, account }: Visit) =>
  (await listPasskeys(db, account.id)).find(({ id }) => id === c.req.param('passkey'));

const isLast = ({ secondFactor }: Visit): boolean =>
  secondFactor?.totp === undefined && secondFactor?.passkeys === 1;
