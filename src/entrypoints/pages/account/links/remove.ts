import { findLink, type Link, removeLink } from '../../../../features/links/index.ts';
import { exactText, findService } from '../../../../features/services/index.ts';
import { notFoundPage } from '../../errors/index.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Answer, Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { removeLinkPage } from './remove.page.ts';

const HERE = '/account/links';

export const removePage = (deps: AccountPagesDeps): Page => ({
  path: '/:service/remove',
  show: (visit) =>
    withLink(deps, visit, async (shown) =>
      removeLinkPage(visit, { ...shown, askForCode: await asksForCode(deps, visit, 'factor'), problems: [] }),
    ),
  submit: (visit, form) =>
    withLink(deps, visit, async (shown) => {
      // The page was about a link that is no more: the one that there is now has not been looked at.
      if (form['linkId'] !== shown.link.id) return { goTo: `${HERE}?done=gone` };
      const confirmed = await confirmIdentity(deps, visit, form, 'factor');
      if (!confirmed.ok) {
        const askForCode = await asksForCode(deps, visit, 'factor');
        return {
          again: removeLinkPage(visit, { ...shown, askForCode, problems: confirmed.error }),
          status: 422,
        };
      }
      const { endServiceSessions } = deps.provider;
      const { id, serviceId } = shown.link;
      const removing = { id, serviceId, serviceName: shown.name };
      const removed = await removeLink({ ...deps, endServiceSessions }, changerOf(visit), removing);
      if (!removed.ok) return 'session-over';
      const done = removed.value ? `removed&service=${serviceId}` : 'gone';
      return { goTo: `${HERE}?done=${done}` };
    }),
});

async function withLink(
  deps: AccountPagesDeps,
  visit: Visit,
  then: (shown: { link: Link; name: string }) => Promise<Answer>,
): Promise<Answer> {
  const serviceId = visit.c.req.param('service') ?? '';
  const service = findService(deps, serviceId);
  // What cannot be an id is not asked for: PostgreSQL takes no NUL.
  const isId = exactText.safeParse(serviceId).success;
  const link = isId ? await findLink(deps.db, { accountId: visit.account.id, serviceId }) : undefined;
  if (link) return then({ link, name: service?.name ?? serviceId });
  if (service) return { goTo: `${HERE}?done=gone` };
  return { again: notFoundPage(visit.shell, deps.customerCare), status: 404 };
}
