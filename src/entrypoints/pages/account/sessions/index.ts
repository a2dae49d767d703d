import type { Banner } from '../../../../ui/index.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Section } from '../section.ts';
import { endOnePage, endOtherSessionsPage } from './end.ts';
import { listRows } from './list-rows.ts';
import { sessionsPage } from './sessions.page.ts';

/** Where one is signed in, and a page of its own to end one of them, or all others. */
export const sessionsSection = (deps: AccountPagesDeps): Section => ({
  name: 'sessions',
  title: 'Sessions',
  pages: [
    {
      path: '',
      show: async (visit) =>
        sessionsPage(visit, {
          sessions: await listRows(deps, visit.account.id),
          notice: noticeOf(visit.c.req.query('ended')),
        }),
    },
    endOtherSessionsPage(deps),
    endOnePage(deps),
  ],
});

function noticeOf(ended: string | undefined): Banner | undefined {
  switch (ended) {
    case 'one':
      return { tone: 'success', text: 'The session has ended, and its services are being told.' };
    case 'others':
      return { tone: 'success', text: 'All other sessions have ended, and their services are being told.' };
    case 'gone':
      return { tone: 'success', text: 'There was nothing to end: it had ended already.' };
    default:
      return undefined;
  }
}
