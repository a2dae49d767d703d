import type { IncomingMessage } from 'node:http';
import type { Result } from '../../../kernel/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import type { Log } from '../../../platform/log/index.ts';
import type { Shell } from '../../../ui/index.ts';

export interface SignOutParams {
  id_token_hint?: string | undefined;
  client_id?: string | undefined;
  post_logout_redirect_uri?: string | undefined;
  state?: string | undefined;
}

/** What of a service's request may be believed. */
export interface CheckedSignOut {
  clientId?: string;
  /** An address that the client has registered. */
  backTo?: string;
}

/** How the pages meet the provider, which another entrypoint runs. */
export interface SignOutPort {
  currentSession(request: IncomingMessage): Promise<object | undefined>;
  checkSignOut(params: SignOutParams): Promise<Result<CheckedSignOut, 'refused'>>;
  /** Ends this browser's session everywhere. Lists are of client ids. */
  signOut(
    request: IncomingMessage,
    by: { browser: string | undefined; reference: string },
  ): Promise<{
    told: string[];
    /** Did not answer yet; they are told again later. */
    pending: string[];
    /** Have no way of being told. */
    silent: string[];
    setCookies: string[];
  }>;
}

export interface SignOutPagesDeps {
  shell(c: PageContext): Shell;
  provider: SignOutPort;
  /** Closes what is half-way through sign-in in other tabs of this browser. */
  forgetAttempts(c: PageContext): void;
  services: readonly { name: string; url: string; client: { clientId: string } }[];
  log: Pick<Log, 'warn'>;
}
