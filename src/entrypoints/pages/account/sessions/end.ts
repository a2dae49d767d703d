import type { Html } from '../../../../ui/index.ts';
import { changerOf } from '../changer.ts';
import { confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Answer, Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { endOthersPage, endPage } from './end.page.ts';
import { endSessionsOf } from './end-sessions.ts';
import { listRows } from './list-rows.ts';
import type { SessionRow } from './sessions.page.ts';

const HERE = '/account/sessions';

/** Ending one: of this account only, and not the one that it is done in, which is signed out of. */
export const endOnePage = (deps: AccountPagesDeps): Page =>
  ending(deps, {
    path: '/:session/end',
    page: endPage,
    // What is not there, or somebody else's, is answered as what has ended already.
    whichOf: (visit, rows) => rows.filter(({ uid }) => uid === visit.c.req.param('session')),
    chosenOf: (visit) => ({ uid: visit.c.req.param('session') ?? '' }),
    done: 'one',
  });

export const endOtherSessionsPage = (deps: AccountPagesDeps): Page =>
  ending(deps, {
    path: '/end-others',
    page: endOthersPage,
    whichOf: (visit, rows) => rows.filter(({ uid }) => uid !== visit.session.uid),
    chosenOf: () => 'others',
    done: 'others',
  });

interface Ending {
  path: string;
  page: typeof endPage;
  whichOf(visit: Visit, rows: readonly SessionRow[]): readonly SessionRow[];
  chosenOf(visit: Visit): { uid: string } | 'others';
  done: 'one' | 'others';
}

function ending(deps: AccountPagesDeps, { path, page, whichOf, chosenOf, done }: Ending): Page {
  const withEnding = async (
    visit: Visit,
    then: (rows: readonly SessionRow[]) => Answer | Promise<Answer>,
  ): Promise<Answer> => {
    const rows = whichOf(visit, await listRows(deps, visit.account.id));
    if (rows.some(({ uid }) => uid === visit.session.uid)) return { goTo: '/sign-out' };
    return rows.length === 0 ? { goTo: `${HERE}?ended=gone` } : then(rows);
  };
  return {
    path,
    show: (visit) => withEnding(visit, (rows): Html => page(visit, { ending: rows, problems: [] })),
    submit: (visit, form) =>
      withEnding(visit, async (rows) => {
        const confirmed = await confirmIdentity(deps, visit, form, 'password');
        if (!confirmed.ok) {
          return { again: page(visit, { ending: rows, problems: confirmed.error }), status: 422 };
        }
        const ended = await endSessionsOf(deps, changerOf(visit), chosenOf(visit));
        if (!ended.ok) return 'session-over';
        return { goTo: `${HERE}?ended=${ended.value === 0 ? 'gone' : done}` };
      }),
  };
}
