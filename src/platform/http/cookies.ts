import { deleteCookie, generateCookie, getCookie, setCookie } from 'hono/cookie';
import { parse } from 'hono/utils/cookie';
import type { PageContext } from './page-env.ts';

export interface Cookies {
  read(c: PageContext, name: string): string | undefined;
  /** @param maxAge milliseconds; without one the cookie ends with the browser */
  write(c: PageContext, name: string, value: string, maxAge?: number): void;
  clear(c: PageContext, name: string): void;
  /** The `Set-Cookie` header of `write`, for an answer that no page gives. */
  headerOf(name: string, value: string, maxAge: number): string;
  /** Names of the cookies in a `Cookie` header that begin like this. */
  namesIn(header: string | undefined, prefix: string): string[];
  /** The name that the browser knows the cookie by. */
  nameOf(name: string): string;
}

/**
 * Cookies for the pages: HttpOnly, SameSite=Lax, whole host. On https they are `Secure` and bear the
 * prefix `__Host-`, which keeps other hosts of the domain from planting them.
 */
export function cookiesFor(issuer: string): Cookies {
  const secure = issuer.startsWith('https:');
  const nameOf = (name: string) => (secure ? `__Host-${name}` : name);
  const attributes = { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const;
  const lasting = (maxAge: number) => ({ ...attributes, maxAge: Math.floor(maxAge / 1000) });
  return {
    nameOf,
    read: (c, name) => getCookie(c, nameOf(name)),
    write: (c, name, value, maxAge) =>
      setCookie(c, nameOf(name), value, maxAge === undefined ? attributes : lasting(maxAge)),
    clear: (c, name) => {
      deleteCookie(c, nameOf(name), attributes);
    },
    headerOf: (name, value, maxAge) => generateCookie(nameOf(name), value, lasting(maxAge)),
    namesIn: (header = '', prefix) =>
      Object.keys(parse(header))
        .filter((name) => name.startsWith(nameOf(prefix)))
        .map((name) => name.slice(nameOf('').length)),
  };
}
