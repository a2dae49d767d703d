import { offerNewPasskey } from '../../../../features/passkeys/index.ts';
import { addPasskey, type PasskeyAddRefusal } from '../../../../features/second-factor/index.ts';
import type { Html } from '../../../../ui/index.ts';
import { browserInWords } from '../../request/browser-words.ts';
import { done } from '../authentication/notices.ts';
import { bindingWizard } from '../binding-wizard.ts';
import { changerOf } from '../changer.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Answer, Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { addedPage, identityPage, makePage, tokenPage } from './add.page.ts';

const ADD = '/account/passkeys/add';

/** Adding a passkey: at its end the browser makes it. The first factor comes with recovery codes. */
export const addPasskeyPage = (deps: AccountPagesDeps): Page =>
  bindingWizard(deps, {
    path: '/add',
    here: ADD,
    identity: identityPage,
    token: tokenPage,
    show: (visit) => showMake(deps, visit, undefined),
    // A page from before: what it asked for is proven already.
    submit: async (visit, form) =>
      form['passkey'] ? submitPasskey(deps, visit, form['passkey']) : { goTo: ADD },
  });

async function showMake(
  deps: AccountPagesDeps,
  visit: Visit,
  refusal: Exclude<PasskeyAddRefusal, 'not-permitted'> | undefined,
): Promise<Html> {
  const options = await offerNewPasskey(deps, { account: visit.account, place: visit.session.uid });
  return makePage(visit, { options, refusal });
}

async function submitPasskey(deps: AccountPagesDeps, visit: Visit, posted: string): Promise<Answer> {
  const name = browserInWords(visit.c.req.header('user-agent'));
  const { nextId } = visit;
  const added = await addPasskey(deps, changerOf(visit), { posted, name, nextId });
  if (added.ok) {
    const { recoveryCodes, raised } = added.value;
    if (raised) nextId.send();
    return recoveryCodes ? addedPage(visit, recoveryCodes) : done('passkey-added');
  }
  if (added.error === 'not-permitted') return { goTo: ADD };
  return { again: await showMake(deps, visit, added.error), status: 422 };
}
