import type { Banner } from '../../../../ui/index.ts';
import { browserInWords } from '../../browser-words.ts';
import { changerOf } from '../changer.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Answer, Section } from '../section.ts';
import type { Visit } from '../visit.ts';
import { endSessionsOf } from './end-sessions.ts';
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
        return chosen ? end(deps, visit, chosen) : { goTo: `${HERE}?ended=gone` };
      },
    },
    {
      path: '/end-others',
      show: () => ({ goTo: HERE }),
      submit: (visit) => end(deps, visit, 'others'),
    },
  ],
});

async function end(
  deps: AccountPagesDeps,
  visit: Visit,
  chosen: { uid: string } | 'others',
): Promise<Answer> {
  const ended = await endSessionsOf(deps, changerOf(visit), chosen);
  if (!ended.ok) return 'session-over';
  return { goTo: `${HERE}?ended=${chosen === 'others' ? chosen : 'one'}` };
}

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
