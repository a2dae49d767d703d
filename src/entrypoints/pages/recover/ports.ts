import type { RecoveryDeps } from '../../../features/recovery/index.ts';
import type { Cookies, PageContext } from '../../../platform/http/index.ts';
import type { Contact, Shell } from '../../../ui/index.ts';

export interface RecoverPagesDeps extends RecoveryDeps {
  cookies: Cookies;
  customerCare: Contact;
  shell(c: PageContext): Shell;
  /** The sign-in attempt that the person came from: only if it is alive, and this browser's own. */
  describeAttempt(c: PageContext, attemptId: string): Promise<AttemptDescription | undefined>;
  /** Lets that attempt go on with the address whose password was reset, whatever was typed there before. */
  carryAddress(c: PageContext, to: { attemptId: string; email: string }): Promise<void>;
}

/** What recovery needs to know of a sign-in attempt. */
export interface AttemptDescription {
  /** The address that was typed there. */
  email: string | undefined;
  service: { id: string; name: string };
}
