import type { PageContext } from '../../../platform/http/index.ts';
import type { AccountPagesDeps, LiveSession } from './ports.ts';

/** Whenever more is proven in a session than before, its cookie changes: an earlier one, planted or copied, opens nothing. */
export interface NextSessionId {
  /** For the operation, which writes it in the transaction of what was proven. */
  readonly digest: string;
  /** Digest of the id that the browser came with. */
  readonly under: string;
  /** Sends the cookie, once that is on disk. The same id serves for everything that one request proves. */
  send(): void;
}

export function nextSessionId(
  { provider }: Pick<AccountPagesDeps, 'provider'>,
  c: PageContext,
  session: LiveSession,
): NextSessionId {
  let made: { digest: string; under: string; setCookies: string[] } | undefined;
  let sent = false;
  const make = () => {
    made ??= provider.newSessionId(c.env.incoming, session);
    return made;
  };
  return {
    get digest() {
      return make().digest;
    },
    get under() {
      return make().under;
    },
    send() {
      if (sent) return;
      sent = true;
      for (const cookie of make().setCookies) c.header('Set-Cookie', cookie, { append: true });
    },
  };
}
