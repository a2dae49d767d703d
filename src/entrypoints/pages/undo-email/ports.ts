import type { Begun } from '../../../features/recovery/index.ts';
import type { Clock } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { Cookies, PageContext } from '../../../platform/http/index.ts';
import type { Sealing } from '../../../platform/sealing/index.ts';
import type { Contact, Shell } from '../../../ui/index.ts';

export interface UndoEmailPagesDeps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  cookies: Cookies;
  issuer: string;
  customerCare: Contact;
  shell(c: PageContext): Shell;
  /** Lets the browser into the recovery that has begun. */
  enterRecovery(c: PageContext, begun: Begun): void;
}
