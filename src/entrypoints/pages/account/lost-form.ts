import type { Account } from '../../../features/accounts/index.ts';
import type { Form, PageContext } from '../../../platform/http/index.ts';
import { BEGUN_LASTS } from './account-cookies.ts';
import type { AccountPagesDeps } from './ports.ts';

type Deps = Pick<AccountPagesDeps, 'cookies' | 'sealing' | 'clock'>;

/** Why a form was not taken: there was no session any more, or it lacked the second factor. */
export type LostBecause = 'session-over' | 'second-factor';

/** A form that was posted too late. */
export interface LostForm {
  because: LostBecause;
  /** Of what was typed: what its page allows, and nothing secret. */
  fields: Form;
}

interface Kept extends LostForm {
  /** The page that says so, and that the fields are for. */
  path: string;
  /** Whose account the form was about, as its page has written into it. */
  email: string | undefined;
  until: number;
}

const LOST = 'ma_account_lost';
/** Together, so that the cookie is one that every browser keeps. Bytes. */
const MOST_KEPT = 1800;

/**
 * Keeps in the browser itself, sealed, that a form was not taken, and what of it need not be typed again: until the
 * sign-in that follows is over.
 */
export function keepLostForm(
  deps: Deps,
  c: PageContext,
  { because, form, keeps }: { because: LostBecause; form: Form; keeps: readonly string[] },
): void {
  // What a script posts by itself, while somebody types, is no loss.
  if ((c.req.header('sec-fetch-mode') ?? 'navigate') !== 'navigate') return;
  const fields = Object.fromEntries(keeps.flatMap((name) => (form[name] ? [[name, form[name]]] : [])));
  const fits = Buffer.byteLength(JSON.stringify(fields)) <= MOST_KEPT;
  write(deps, c, {
    because,
    path: pathOf(c),
    email: form['account']?.slice(0, 254),
    fields: fits ? fields : {},
    until: deps.clock.now() + BEGUN_LASTS,
  });
}

/**
 * What this page has to say of a form that was lost.
 * @param account who is signed in by now: what somebody else has typed is not theirs to see
 */
export function lostFormOf(
  { cookies, sealing, clock }: Deps,
  c: PageContext,
  { email }: Pick<Account, 'email'>,
): LostForm | undefined {
  const sealed = cookies.read(c, LOST);
  if (sealed === undefined) return undefined;
  const kept = opened(sealing, c, sealed);
  const isTheirs = kept !== undefined && (kept.email ?? email) === email && clock.now() < kept.until;
  if (!isTheirs) {
    cookies.clear(c, LOST);
    return undefined;
  }
  const { because, path, fields } = kept;
  if (path !== pathOf(c)) return undefined;
  return { because, fields: kept.email === undefined ? {} : fields };
}

/** It has been said. */
export const forgetLostForm = ({ cookies }: Deps, c: PageContext): void => cookies.clear(c, LOST);

/** The page leads on to another one, which says it instead. */
export function passLostFormOn(deps: Deps, c: PageContext, { because }: LostForm, goTo: string): void {
  const path = goTo.replace(/\?.*/, '');
  write(deps, c, { because, path, email: undefined, fields: {}, until: deps.clock.now() + BEGUN_LASTS });
}

const write = ({ cookies, sealing }: Deps, c: PageContext, kept: Kept): void =>
  cookies.write(c, LOST, sealing.seal(JSON.stringify(kept), contextOf(c)), BEGUN_LASTS);

function opened(sealing: Deps['sealing'], c: PageContext, sealed: string): Kept | undefined {
  try {
    return JSON.parse(sealing.open(sealed, contextOf(c)));
  } catch {
    // Changed, of another browser, or sealed with a key that is gone.
    return undefined;
  }
}

const pathOf = (c: PageContext): string => new URL(c.req.url).pathname;

const contextOf = (c: PageContext): string => `account-lost:${c.get('browser')}`;
