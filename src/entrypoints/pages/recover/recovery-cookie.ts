// By which a browser gets into its own recovery again. It is handed out here, and by the pages behind the links of notices
// ("this wasn't me", the undoing of a change of address), which begin a recovery too.
import type { Begun } from '../../../features/recovery/index.ts';
import type { Clock } from '../../../kernel/index.ts';
import type { Cookies, PageContext } from '../../../platform/http/index.ts';

const NAME = 'ma_recovery';

interface Deps {
  cookies: Cookies;
  clock: Clock;
}

/** It takes the place of the one before. */
export const writeRecoveryCookie = (
  { cookies, clock }: Deps,
  c: PageContext,
  { id, secret, expiresAt }: Begun,
): void => cookies.write(c, NAME, `${id}.${secret}`, expiresAt - clock.now());

/** What the browser sends; nothing that has not the form of it causes a look at the database. */
export function readRecoveryCookie(
  { cookies }: Pick<Deps, 'cookies'>,
  c: PageContext,
): { id: string; secret: string } | undefined {
  const [, id, secret] = /^([\w-]{22})\.([\w-]{43})$/.exec(cookies.read(c, NAME) ?? '') ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : undefined;
}
