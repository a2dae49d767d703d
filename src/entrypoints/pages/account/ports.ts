import type { IncomingMessage } from 'node:http';
import type { PasswordRules } from '../../../features/passwords/index.ts';
import type { Service } from '../../../features/services/index.ts';
import type { Session } from '../../../features/sessions/index.ts';
import type { Clock, Instant } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { Hashing } from '../../../platform/hashing/index.ts';
import type { Cookies, PageContext } from '../../../platform/http/index.ts';
import type { Log } from '../../../platform/log/index.ts';
import type { Sealing } from '../../../platform/sealing/index.ts';
import type { Contact, Shell } from '../../../ui/index.ts';
import type { RelyingParty } from './relying-party.ts';

/** The browser's live session, as the provider knows it. */
export interface LiveSession {
  uid: string;
  accountId: string;
  authenticatedAt: Instant;
  /** RFC 8176 values: `pwd`, `otp`, … */
  amr: string[];
  acr: 'aal1' | 'aal2';
  expiresAt: Instant;
}

export interface AccountPagesDeps extends PasswordRules {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  hashing: Hashing;
  log: Pick<Log, 'warn' | 'error'>;
  cookies: Cookies;
  issuer: string;
  services: readonly Service[];
  customerCare: Contact;
  /** Email domains whose people must have a second factor. */
  secondFactorDomains: readonly string[];
  /** The configured sender of our mail, for people to look for. */
  mailFrom: string;
  /** Beginnings of the numbers that are sent texts; undefined where no gateway is configured. */
  smsPrefixes: readonly string[] | undefined;
  shell(c: PageContext): Shell;
  provider: {
    /** The live session of this browser. Looking counts as use. */
    currentSession(request: IncomingMessage): Promise<LiveSession | undefined>;
    /** A new id for the session, and the cookie for it. It counts once its digest has been written. */
    newSessionId(
      request: IncomingMessage,
      session: LiveSession,
    ): { digest: string; under: string; setCookies: string[] };
    /** Where an account is signed in, newest first. */
    listSessions(accountId: string): Promise<Session[]>;
    /** Ends what these accounts have opened at a service, and tells the service. */
    endServiceSessions(
      trx: Db,
      ended: { serviceId: string; serviceAccountId: undefined; accountIds: string[] },
    ): Promise<unknown>;
  };
  relyingParty: RelyingParty;
}
