import { askForDeletion } from '../../../../features/account-deletion/index.ts';
import { listLinks } from '../../../../features/links/index.ts';
import { findService } from '../../../../features/services/index.ts';
import type { Problem } from '../../../../ui/index.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { confirmDeletionPage, deletionAskedPage } from './ask-for-deletion.page.ts';

const HERE = '/account/my-data';

export const deletionPage = (deps: AccountPagesDeps): Page => ({
  path: '/delete',
  show: (visit) => (visit.standing.deletionDueAt === undefined ? pageOf(deps, visit, []) : { goTo: HERE }),
  async submit(visit, form) {
    if (visit.standing.deletionDueAt !== undefined) return { goTo: HERE };
    const confirmed = await confirmIdentity(deps, visit, form, 'factor');
    if (!confirmed.ok) return { again: await pageOf(deps, visit, confirmed.error), status: 422 };
    const asked = await askForDeletion(deps, changerOf(visit));
    if (!asked.ok) return 'session-over';
    // Said here and now: with the session gone, there is no page of the account to go on to.
    return deletionAskedPage(
      { ...visit.shell, signedInAs: undefined, answersForm: true },
      { dueAt: asked.value.dueAt, email: visit.account.email },
    );
  },
});

async function pageOf(deps: AccountPagesDeps, visit: Visit, problems: readonly Problem[]) {
  const links = await listLinks(deps.db, visit.account.id);
  return confirmDeletionPage(visit, {
    linked: links.map(({ serviceId }) => findService(deps, serviceId)?.name ?? serviceId),
    askForCode: await asksForCode(deps, visit, 'factor'),
    problems,
  });
}
