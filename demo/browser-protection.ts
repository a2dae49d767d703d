import type { Context, MiddlewareHandler } from 'hono';

/** What a demo's page may load and where its forms may end up; everything else is refused by the browser. */
export interface PagePolicy {
  /** Origins that a form may lead to by redirection, besides its own. */
  formTargets?: readonly string[];
  /** Frames of the same origin: the mailbox shows a message in one. */
  framesItself?: boolean;
}

/** The headers that every page of the demo carries. */
export const pageHeaders = ({ formTargets = [], framesItself = false }: PagePolicy): MiddlewareHandler => {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    ["form-action 'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(framesItself ? ["frame-src 'self'"] : []),
  ].join('; ');
  return async (c, next) => {
    c.header('Content-Security-Policy', policy);
    c.header('X-Content-Type-Options', 'nosniff');
    // Not `no-referrer`: with it browsers send `Origin: null` from our own forms.
    c.header('Referrer-Policy', 'same-origin');
    c.header('Cache-Control', 'no-store');
    await next();
  };
};

/**
 * Refuses a form sent from another page. All demo addresses are one *site* (`localhost`), so `SameSite`
 * cookies would not stop one service's page from posting to another.
 */
export const ownFormsOnly =
  (ownOrigin: string): MiddlewareHandler =>
  async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && isForeign(c, ownOrigin)) {
      return c.text('This form was sent from another page. Go back and try again.', 403);
    }
    return next();
  };

function isForeign(c: Context, ownOrigin: string): boolean {
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = c.req.header('Origin');
  return origin !== undefined && origin !== ownOrigin;
}
