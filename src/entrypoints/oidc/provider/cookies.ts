import { type IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Configuration } from 'oidc-provider';
import type { Instant } from '../../../kernel/index.ts';
import type { Sealing } from '../../../platform/sealing/index.ts';
import { cookieSignatures } from './cookie-signatures.ts';

export interface CookieNames {
  session: string;
  interaction: string;
  resume: string;
}

/** `__Host-` demands the path `/`, which only the session's cookie has. */
export function cookieNames(issuer: string): CookieNames {
  const secure = issuer.startsWith('https:');
  return {
    session: secure ? '__Host-ma_session' : 'ma_session',
    interaction: secure ? '__Secure-ma_interaction' : 'ma_interaction',
    resume: secure ? '__Secure-ma_resume' : 'ma_resume',
  };
}

const sessionOptions = (issuer: string) =>
  ({ httpOnly: true, sameSite: 'lax', secure: issuer.startsWith('https:'), path: '/' }) as const;

export function cookieSettings(issuer: string, sealing: Sealing): NonNullable<Configuration['cookies']> {
  const options = sessionOptions(issuer);
  const { path: _ownPath, ...short } = options;
  return {
    names: { ...cookieNames(issuer) },
    long: options,
    short,
    keys: cookieSignatures(sealing.digest('cookie keys', 'oidc')),
  };
}

/** `Set-Cookie` headers of the session's cookie, signed as the library signs its own. */
export function sessionCookie(
  provider: Provider,
  request: IncomingMessage,
  { id, expiresAt, issuer, name }: { id: string; expiresAt: Instant; issuer: string; name: string },
): string[] {
  const { cookies, res } = provider.createContext(request, new ServerResponse(request));
  const options = sessionOptions(issuer);
  // Behind a proxy the request itself knows nothing of https.
  cookies.secure = options.secure;
  cookies.set(name, id, { ...options, signed: true, expires: new Date(expiresAt) });
  return [res.getHeader('Set-Cookie') ?? []].flat().map(String);
}

/** `Set-Cookie` headers that expire a cookie and its signature. Never `Clear-Site-Data`: that would hit what is not ours. */
export function expireCookie(issuer: string, name: string, path: string): string[] {
  const secure = issuer.startsWith('https:') ? '; secure' : '';
  return [name, `${name}.sig`].map(
    (each) =>
      `${each}=; path=${path}; expires=Thu, 01 Jan 1970 00:00:00 GMT; samesite=lax${secure}; httponly`,
  );
}

/** The page of an attempt, where the browser sends the interaction's cookie. */
export const attemptPath = (cid: string): string => `/sign-in/${cid}`;
