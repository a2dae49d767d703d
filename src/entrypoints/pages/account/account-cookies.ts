import { minutes } from '../../../kernel/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import { equalSecrets } from '../../../platform/sealing/index.ts';
import type { AccountPagesDeps, LiveSession } from './ports.ts';
import type { BegunSignIn } from './relying-party.ts';

type Deps = Pick<AccountPagesDeps, 'cookies' | 'sealing'>;

/** Points at the shared session; without that session it opens nothing. */
const SIGNED_IN = 'ma_account';
const BEGUN = 'ma_account_begun';
/** A sign-in that takes longer begins once more by itself: by then the session is there. */
export const BEGUN_LASTS = minutes(60);

export interface Begun extends BegunSignIn {
  /** The page that was asked for: a path of ours. */
  goOnTo: string;
}

export function writeSignedIn({ cookies, sealing }: Deps, c: PageContext, session: LiveSession): void {
  cookies.write(c, SIGNED_IN, markOf(sealing, c, session));
}

/** Whether this browser came in through the provider, in the session that it has now. */
export function isSignedIn({ cookies, sealing }: Deps, c: PageContext, session: LiveSession): boolean {
  return equalSecrets(cookies.read(c, SIGNED_IN) ?? '', markOf(sealing, c, session));
}

export const forgetSignedIn = ({ cookies }: Deps, c: PageContext): void => cookies.clear(c, SIGNED_IN);

const markOf = (sealing: Deps['sealing'], c: PageContext, { uid, accountId }: LiveSession): string =>
  sealing.digest([uid, accountId, c.get('browser')].join(' '), 'manage-my-account');

export function writeBegun({ cookies, sealing }: Deps, c: PageContext, begun: Begun): void {
  cookies.write(c, BEGUN, sealing.seal(JSON.stringify(begun), contextOf(c)), BEGUN_LASTS);
}

/** What was begun in this browser; it is used up with that. */
export function takeBegun({ cookies, sealing }: Deps, c: PageContext): Begun | undefined {
  const sealed = cookies.read(c, BEGUN);
  if (sealed === undefined) return undefined;
  cookies.clear(c, BEGUN);
  try {
    return JSON.parse(sealing.open(sealed, contextOf(c)));
  } catch {
    // Changed, of another browser, or sealed with a key that is gone.
    return undefined;
  }
}

const contextOf = (c: PageContext): string => `account-begun:${c.get('browser')}`;
