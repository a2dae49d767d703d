import type { IncomingMessage } from 'node:http';
import type { MiddlewareHandler } from 'hono';
import { parse } from 'hono/utils/cookie';
import { days, newId } from '../../kernel/index.ts';
import { withReference } from '../log/index.ts';
import type { Sealing } from '../sealing/index.ts';
import { clientAddress, type TrustedProxies } from './client-address.ts';
import type { Cookies } from './cookies.ts';
import { csrfToken, type PageEnv } from './page-env.ts';

export interface RequestFactsDeps {
  sealing: Pick<Sealing, 'digest'>;
  cookies: Cookies;
  trustedProxies: TrustedProxies;
}

const BROWSER_COOKIE = 'ma_browser';
const BROWSER_ID = /^[A-Za-z0-9_-]{22}$/;
/** The longest that browsers keep a cookie. */
const BROWSER_COOKIE_LIFETIME = days(400);

/** Works out what the pages need to know of a request, and gives a new browser its id. */
export const requestFacts =
  ({ sealing, cookies, trustedProxies }: RequestFactsDeps): MiddlewareHandler<PageEnv> =>
  async (c, next) => {
    const known = cookies.read(c, BROWSER_COOKIE);
    const browserIsKnown = known !== undefined && BROWSER_ID.test(known);
    const browser = browserIsKnown ? known : newId();
    // Browsers leave the cookie out of a form that another site posts: answered with a new one, they would lose theirs.
    if (!browserIsKnown && c.req.method === 'GET') {
      cookies.write(c, BROWSER_COOKIE, browser, BROWSER_COOKIE_LIFETIME);
    }
    c.set('browser', browser);
    c.set('browserIsKnown', browserIsKnown);
    c.set('csrf', csrfToken(sealing, browser));
    c.set('address', clientAddress(c.env.incoming, trustedProxies));
    c.set('reference', referenceOf(sealing, newId()));
    // Pages of an attempt put its own in the place of this one.
    await withReference(() => c.get('reference'), next);
  };

/** The id that the browser has sent with a request which is not a page's; empty without one. */
export function browserIdIn(request: IncomingMessage, cookies: Pick<Cookies, 'nameOf'>): string {
  const name = cookies.nameOf(BROWSER_COOKIE);
  return parse(request.headers.cookie ?? '', name)[name] ?? '';
}

/**
 * The reference number of a request or an attempt, as people read it out on the phone: `K7QM-2XWD`.
 * It is a digest: it finds the lines in the log, and opens nothing.
 */
export function referenceOf(sealing: Pick<Sealing, 'digest'>, id: string): string {
  const alphabet = '23456789BCDFGHJKMNPQRTVWXZ';
  const bytes = Buffer.from(sealing.digest(id, 'reference'), 'base64url').subarray(0, 8);
  const text = [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('');
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}
