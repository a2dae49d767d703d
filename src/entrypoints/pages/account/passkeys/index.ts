import { offerPasskey } from '../../../../features/passkeys/index.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page, Section } from '../section.ts';
import { addPasskeyPage } from './add.ts';
import { removePasskeyPage } from './remove.ts';

export { passkeysOf } from './passkeys-of.ts';

/** Adding and removing passkeys. They are listed under Authentication, so there is no entry for them in the navigation. */
export const passkeysSection = (deps: AccountPagesDeps): Section => ({
  name: 'passkeys',
  title: 'Passkeys',
  pages: [
    { path: '', show: () => ({ goTo: '/account/authentication' }) },
    addPasskeyPage(deps),
    optionsForChange(deps),
    removePasskeyPage(deps),
  ],
});

/** What the script asks for, to take a passkey in place of a code before a change: `204` where the account has none. */
const optionsForChange = (deps: AccountPagesDeps): Page => ({
  path: '/options',
  async show({ c, account, session }) {
    const what = { purpose: 'confirm', place: session.uid, accountId: account.id } as const;
    const options = await offerPasskey(deps, what);
    return options ? c.json(options) : c.body(null, 204);
  },
});
