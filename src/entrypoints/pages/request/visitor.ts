import type { Visitor } from '../../../features/sign-in/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import { browserInWords } from './browser-words.ts';

/** From where a request comes, as operations take it: for the audit, for notices, and for what is bound to a browser. */
export const visitorOf = (c: PageContext): Required<Visitor> => ({
  browser: c.get('browser'),
  address: c.get('address'),
  reference: c.get('reference'),
  browserWords: browserInWords(c.req.header('user-agent')),
});
