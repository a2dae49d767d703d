import { listLinks } from '../../../../features/links/index.ts';
import { findService } from '../../../../features/services/index.ts';
import type { Banner } from '../../../../ui/index.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Section } from '../section.ts';
import type { Visit } from '../visit.ts';
import { addPage } from './add.ts';
import { type LinkRow, linksPage } from './links.page.ts';
import { removePage } from './remove.ts';

/** Every service, linked or not. A link is reached by its service: there is no address for somebody else's. */
export const linksSection = (deps: AccountPagesDeps): Section => ({
  name: 'links',
  title: 'Account Linking',
  pages: [
    {
      path: '',
      show: async (visit) =>
        linksPage(visit, { rows: await rowsOf(deps, visit), notice: noticeOf(deps, visit) }),
    },
    addPage(deps),
    removePage(deps),
  ],
});

/** The configured services in their order, then links to services that are configured no more. */
async function rowsOf({ db, services }: AccountPagesDeps, { account }: Visit): Promise<LinkRow[]> {
  const links = await listLinks(db, account.id);
  const former = links.filter(({ serviceId }) => !findService({ services }, serviceId));
  return [
    ...services.map(({ id, name }) => ({ id, name, link: links.find(({ serviceId }) => serviceId === id) })),
    ...former.map((link) => ({ id: link.serviceId, name: link.serviceId, link })),
  ];
}

function noticeOf({ services }: AccountPagesDeps, { c }: Visit): Banner | undefined {
  const name = findService({ services }, c.req.query('service'))?.name ?? 'The service';
  switch (c.req.query('done')) {
    case 'linked':
      return { tone: 'success', title: `${name} is linked`, text: 'It opens from now on without asking.' };
    case 'removed':
      return {
        tone: 'success',
        title: `${name} is no longer linked`,
        text: 'What was open there is being signed out. You can link it again at any time.',
      };
    case 'gone':
      return { tone: 'note', text: 'That link had changed meanwhile. This is how things stand now.' };
    default:
      return undefined;
  }
}
