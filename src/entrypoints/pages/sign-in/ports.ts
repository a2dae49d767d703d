import type { IncomingMessage } from 'node:http';
import type { Service } from '../../../features/services/index.ts';
import type { AttemptOutcome, SignInDeps } from '../../../features/sign-in/index.ts';
import type { Result } from '../../../kernel/index.ts';
import type { Cookies, PageContext } from '../../../platform/http/index.ts';
import type { Contact, Shell } from '../../../ui/index.ts';

/** How the pages meet the provider, which another entrypoint runs. */
export interface ProviderPort {
  /** Id of the interaction whose cookie this browser holds. */
  interactionOf(request: IncomingMessage): string | undefined;
  /** Whom this browser is signed in as at this moment. */
  currentSession(request: IncomingMessage): Promise<{ accountId: string; uid: string } | undefined>;
  /** Hands the outcome over. @returns where the browser goes on */
  finishAttempt(
    request: IncomingMessage,
    attemptId: string,
    outcome: AttemptOutcome,
  ): Promise<Result<string, 'expired'>>;
  /**
   * Where an attempt that is done goes on, for the browser that finished it and has not been there yet: it
   * pressed a button twice, and the answer to the first time was lost.
   */
  wayOnFrom(request: IncomingMessage, attemptId: string): Promise<string | undefined>;
  /** `Set-Cookie` headers that expire the provider's own cookies of an attempt. */
  expiredCookies(attemptId: string): string[];
}

export interface SignInPagesDeps extends SignInDeps {
  shell(c: PageContext): Shell;
  cookies: Cookies;
  provider: ProviderPort;
  services: readonly Service[];
  customerCare: Contact;
}
