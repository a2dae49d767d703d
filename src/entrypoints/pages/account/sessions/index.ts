import { recordEvent } from '../../../../features/audit/index.ts';
import { endAccountSessions, endSession } from '../../../../features/sessions/index.ts';
import type { Banner } from '../../../../ui/index.ts';
import { browserInWords } from '../../browser-words.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Section } from '../section.ts';
import type { Visit } from '../visit.ts';
import { sessionsPage } from './sessions.page.ts';

const HERE = '/account/sessions';

/** Ending a session takes nothing from its owner, so it is the one change that asks for no password. */
export const sessionsSection = (deps: AccountPagesDeps): Section => ({
  name: 'sessions',
  title: 'Sessions',
  pages: [
    {
      path: '',
      show: async (visit) =>
        sessionsPage(visit, {
          sessions: (await deps.provider.listSessions(visit.account.id)).map((session) => ({
            ...session,
            browser: browserInWords(session.browser),
          })),
          notice: noticeOf(visit.c.req.query('ended')),
        }),
    },
    {
      path: '/end',
      show: () => ({ goTo: HERE }),
      async submit(visit, form) {
        const sessions = await deps.provider.listSessions(visit.account.id);
        const chosen = sessions.find(({ uid }) => uid === form['session'] && uid !== visit.session.uid);
        if (!chosen) return { goTo: `${HERE}?ended=gone` };
        await deps.db.transaction().execute(async (trx) => {
          await endSession(trx, { uid: chosen.uid, now: deps.clock.now() });
          await recordEvent({ ...deps, db: trx }, ending(visit));
        });
        return { goTo: `${HERE}?ended=one` };
      },
    },
    {
      path: '/end-others',
      show: () => ({ goTo: HERE }),
      async submit(visit) {
        const { id: accountId } = visit.account;
        await deps.db.transaction().execute(async (trx) => {
          const now = deps.clock.now();
          await endAccountSessions(trx, { accountId, except: visit.session.uid, now });
          await recordEvent({ ...deps, db: trx }, ending(visit));
        });
        return { goTo: `${HERE}?ended=others` };
      },
    },
  ],
});

const ending = ({ account, circumstances: { address, reference } }: Visit) =>
  ({
    what: 'session-ended',
    who: `account:${account.id}`,
    outcome: 'done',
    from: address,
    reference,
  }) as const;

function noticeOf(ended: string | undefined): Banner | undefined {
  switch (ended) {
    case 'one':
      return { tone: 'success', text: 'The session has ended, and its services are being told.' };
    case 'others':
      return { tone: 'success', text: 'All other sessions have ended, and their services are being told.' };
    case 'gone':
      return { tone: 'success', text: 'That session had ended already.' };
    default:
      return undefined;
  }
}
