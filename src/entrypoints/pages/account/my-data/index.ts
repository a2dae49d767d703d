// My data: a copy of everything, and the end of the account.
//   account-copy.ts        what is kept, as JSON, for whoever gives the password
//   ask-for-deletion.ts    the consequences, the button, and what is said after it
import { keepAccount } from '../../../../features/account-deletion/index.ts';
import { recordEvent } from '../../../../features/audit/index.ts';
import { actInSession } from '../../../../features/sessions/index.ts';
import type { Banner, Problem } from '../../../../ui/index.ts';
import { changerOf } from '../changer.ts';
import { confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Answer, Page, Section } from '../section.ts';
import type { Visit } from '../visit.ts';
import { accountCopy } from './account-copy.ts';
import { deletionPage } from './ask-for-deletion.ts';
import { myDataPage } from './copy-or-delete.page.ts';

const HERE = '/account/my-data';

export const myDataSection = (deps: AccountPagesDeps): Section => ({
  name: 'my-data',
  title: 'My data',
  pages: [
    { path: '', show: (visit) => pageOf(visit, []) },
    { path: '/download', show: () => ({ goTo: HERE }), submit: download(deps) },
    deletionPage(deps),
    {
      path: '/keep',
      show: () => ({ goTo: HERE }),
      // It takes nothing from its owner, and whoever is signed in here has given the password just now.
      async submit(visit) {
        const kept = await keepAccount(deps, changerOf(visit));
        if (!kept.ok) return 'session-over';
        return { goTo: kept.value ? `${HERE}?done=kept` : HERE };
      },
    },
  ],
});

const pageOf = (visit: Visit, problems: readonly Problem[]) =>
  myDataPage(visit, { problems, notice: noticeOf(visit) });

function noticeOf({ c, standing }: Visit): Banner | undefined {
  if (c.req.query('done') !== 'kept' || standing.deletionDueAt !== undefined) return undefined;
  return {
    tone: 'success',
    title: 'Your account is kept',
    text: 'Nothing of it is deleted, and its services open again. If you did not ask for the deletion yourself, change your password now.',
  };
}

const download =
  (deps: AccountPagesDeps): NonNullable<Page['submit']> =>
  async (visit, form): Promise<Answer> => {
    const confirmed = await confirmIdentity(deps, visit, form, 'password');
    if (!confirmed.ok) return { again: pageOf(visit, confirmed.error), status: 422 };
    const { address: from, browserWords: browser, reference } = visit.visitor;
    const who = `account:${visit.account.id}` as const;
    const event = { what: 'account-copied', outcome: 'done', who } as const;
    const recorded = await actInSession(deps, changerOf(visit), (trx) =>
      recordEvent({ ...deps, db: trx }, { ...event, from, browser, reference }),
    );
    if (!recorded.ok) return 'session-over';
    const copy = await accountCopy(deps, visit);
    const day = copy.madeAt.slice(0, 10);
    visit.c.header('Content-Disposition', `attachment; filename="my-account-${day}.json"`);
    visit.c.header('Content-Type', 'application/json; charset=utf-8');
    visit.c.header('Cache-Control', 'no-store');
    return visit.c.body(JSON.stringify(copy, null, 2));
  };
