import type Provider from 'oidc-provider';
import { minutes } from '../../../kernel/index.ts';
import { securityHeaderList } from '../../../platform/http/index.ts';

/** What may stand before the library's own handling of a request. */
export type Middleware = Parameters<Provider['use']>[0];

export const AUTHORIZE_PATH = '/oidc/authorize';
export const JWKS_PATH = '/oidc/jwks';

/** Shorter than a new key is published before it signs. */
const PUBLIC_DOCUMENTS_KEPT = minutes(5);

/** Nothing of ours is framed, sniffed, or kept by caches, but for keys and discovery. */
export const guardAnswers = (issuer: string): Middleware => {
  const ofEveryAnswer = securityHeaderList(issuer).filter(([name]) => name === 'Strict-Transport-Security');
  return async (ctx, next) => {
    for (const [name, value] of ofEveryAnswer) ctx.set(name, value);
    // `script-src` is there for the library's `form_post` answer, which adds the hash of its one script.
    ctx.set(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    ctx.set('x-content-type-options', 'nosniff');
    ctx.set('x-frame-options', 'DENY');
    // Codes stand in the address that a service gets them by.
    ctx.set('referrer-policy', 'no-referrer');
    await next();
    const isPublic = ctx.status === 200 && (ctx.path === JWKS_PATH || ctx.path.startsWith('/.well-known/'));
    ctx.set('cache-control', isPublic ? `public, max-age=${PUBLIC_DOCUMENTS_KEPT / 1000}` : 'no-store');
  };
};

/**
 * Offline access needs `prompt=consent`, or that "other conditions" permit it (OpenID Connect Core,
 * section 11). They do: the services are the company's own. The library knows only the first way. (With
 * `prompt=none`, which excludes every other prompt, `regainOfflineAccess` in grants.ts does it.)
 */
export const consentForOfflineAccess: Middleware = async (ctx, next) => {
  const { scope, prompt = '' } = ctx.query;
  if (ctx.path === AUTHORIZE_PATH && typeof scope === 'string' && typeof prompt === 'string') {
    const prompts = prompt.split(' ');
    if (
      scope.split(' ').includes('offline_access') &&
      !prompts.includes('none') &&
      !prompts.includes('consent')
    ) {
      ctx.query = { ...ctx.query, prompt: `${prompt} consent`.trim() };
    }
  }
  await next();
};

/**
 * The library answers every request with the session's cookie. Sent again unchanged it could only undo
 * what another tab has been answered meanwhile; and without anybody signed in there is no session.
 */
export const sendSessionCookieOnce =
  (name: string): Middleware =>
  async (ctx, next) => {
    await next();
    const set = ctx.response.headers['set-cookie'];
    if (!Array.isArray(set)) return;
    const isSession = (cookie: string): boolean =>
      cookie.startsWith(`${name}=`) || cookie.startsWith(`${name}.sig=`);
    const current = set.find((cookie) => cookie.startsWith(`${name}=`))?.split(';')[0];
    const isNews =
      ctx['oidc']?.session?.accountId && current !== `${name}=${ctx.cookies.get(name, { signed: false })}`;
    if (isNews) return;
    const others = set.filter((cookie) => !isSession(cookie));
    ctx.remove('set-cookie');
    if (others.length > 0) ctx.set('set-cookie', others);
  };
