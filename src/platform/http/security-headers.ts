import type { MiddlewareHandler } from 'hono';
import type { PageEnv } from './page-env.ts';

/**
 * What every answer with a page carries: nothing inline, nothing from elsewhere, no framing, nothing
 * kept by caches. The answer to a form must not redirect away from here: browsers hold that against
 * `form-action`.
 */
export function securityHeaderList(issuer: string): [string, string][] {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  const https = issuer.startsWith('https:');
  return [
    ['Content-Security-Policy', policy],
    ['X-Content-Type-Options', 'nosniff'],
    ['X-Frame-Options', 'DENY'],
    // Not no-referrer: browsers then send `Origin: null` with our own forms.
    ['Referrer-Policy', 'same-origin'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['Permissions-Policy', 'camera=(), microphone=(), geolocation=()'],
    ['Cache-Control', 'no-store'],
    ...(https
      ? ([['Strict-Transport-Security', 'max-age=63072000; includeSubDomains']] as [string, string][])
      : []),
  ];
}

/** Puts them on every answer; one that may be cached says so itself. */
export const securityHeaders =
  (headers: readonly [string, string][]): MiddlewareHandler<PageEnv> =>
  async (c, next) => {
    await next();
    for (const [name, value] of headers) {
      if (name !== 'Cache-Control' || !c.res.headers.has(name)) c.res.headers.set(name, value);
    }
  };
