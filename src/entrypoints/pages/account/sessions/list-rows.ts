import { browserInWords } from '../../request/browser-words.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { SessionRow } from './sessions.page.ts';

/** Where an account is signed in, newest first, with its browsers in words. */
export const listRows = async (
  { provider }: Pick<AccountPagesDeps, 'provider'>,
  accountId: string,
): Promise<SessionRow[]> =>
  (await provider.listSessions(accountId)).map((session) => ({
    ...session,
    browser: browserInWords(session.browser),
  }));
