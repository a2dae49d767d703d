import type { Changer } from '../../../features/notices/index.ts';
import { browserInWords } from '../browser-words.ts';
import type { Visit } from './visit.ts';

/** Who changes something here, and from where, for the operations. */
export const changerOf = ({ c, account, session, circumstances }: Visit): Changer => ({
  account,
  session: session.uid,
  browser: c.get('browser'),
  browserWords: browserInWords(c.req.header('user-agent')),
  ...circumstances,
});
