import type { AccountPagesDeps } from '../ports.ts';
import type { Visit } from '../visit.ts';

export const HERE = '/account/contact';

/** What has been done, in the address of the page that it leads back to. */
export const done = (what: string) => ({ goTo: `${HERE}?done=${what}` });

/** For addresses of forms: loaded as pages, they lead back. */
export const onlyPosted = (): { goTo: string } => ({ goTo: HERE });

/** What a token is bound to: this session, in this browser. */
export const placeOf = ({ sealing }: Pick<AccountPagesDeps, 'sealing'>, { c, session }: Visit): string =>
  sealing.digest(`${session.uid} ${c.get('browser')}`, 'contact-change');
