import type { PasswordRules } from '../../../features/passwords/index.ts';
import type { Clock } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { Hashing } from '../../../platform/hashing/index.ts';
import type { Cookies, PageContext } from '../../../platform/http/index.ts';
import type { Sealing } from '../../../platform/sealing/index.ts';
import type { Contact, Shell } from '../../../ui/index.ts';

export interface RegisterPagesDeps extends PasswordRules {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  hashing: Hashing;
  cookies: Cookies;
  /** The configured address of Master Account. */
  issuer: string;
  /** The address that mail comes from. */
  mailFrom: string;
  customerCare: Contact;
  /** Whether the page that asks for the address tells whether it has an account. */
  accountDiscovery: 'open' | 'hidden';
  /** Whoever has an address of these domains must have a second factor. */
  secondFactorDomains: readonly string[];
  shell(c: PageContext): Shell;
  /** The sign-in attempt that the person came from: only if it is alive, and this browser's own. */
  describeAttempt(c: PageContext, attemptId: string): Promise<AttemptDescription | undefined>;
  /** Lets that attempt go on with the address that has been registered, whatever was typed there before. */
  carryAddress(c: PageContext, to: { attemptId: string; email: string }): Promise<void>;
}

/** What registration needs to know of a sign-in attempt. */
export interface AttemptDescription {
  /** The address that was typed there. */
  email: string | undefined;
  /** The service asks for a second factor with this request. */
  secondFactorWanted: boolean;
  service: {
    id: string;
    name: string;
    secondFactorRequired: boolean;
    /** What there is to link, at a service; pages of our own have nothing. */
    service?: object | undefined;
  };
}
