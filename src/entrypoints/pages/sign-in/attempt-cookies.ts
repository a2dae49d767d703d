import type { IncomingMessage } from 'node:http';
import type { Cookies, PageContext } from '../../../platform/http/index.ts';

const PREFIX = 'ma_attempt_';

export const attemptCookie = (attemptId: string): string => `${PREFIX}${attemptId}`;

/** Far more than anybody has tabs for; far fewer than make the header too long for a server to read. */
const MOST_KEPT = 20;

/**
 * `Set-Cookie` headers for an attempt that begins. Abandoned attempts leave their cookies behind: the oldest
 * go, so that no page can fill a browser with them until it is shut out.
 */
export function attemptCookieHeaders(
  cookies: Cookies,
  request: IncomingMessage,
  { attemptId, secret, lifetime }: { attemptId: string; secret: string; lifetime: number },
): string[] {
  // Browsers send cookies of one path in the order in which they were made (RFC 6265, section 5.4).
  const abandoned = cookies.namesIn(request.headers.cookie, PREFIX).slice(0, -MOST_KEPT);
  return [
    ...abandoned.map((name) => cookies.headerOf(name, '', 0)),
    cookies.headerOf(attemptCookie(attemptId), secret, lifetime),
  ];
}

/** Ids of the attempts that this browser says it has. Whether it does, their secret tells. */
export const attemptsIn = ({ cookies }: { cookies: Cookies }, c: PageContext): string[] =>
  cookies.namesIn(c.req.header('cookie'), PREFIX).map((name) => name.slice(PREFIX.length));

/** For sign-out: no attempt that lies open in another tab brings the person back in. */
export function forgetAttempts({ cookies }: { cookies: Cookies }, c: PageContext): void {
  for (const name of cookies.namesIn(c.req.header('cookie'), PREFIX)) cookies.clear(c, name);
}
