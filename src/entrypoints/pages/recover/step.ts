import type { RecoveryStep } from '../../../features/recovery/index.ts';
import type { Form } from '../../../platform/http/index.ts';
import type { Html } from '../../../ui/index.ts';
import type { Visit } from './visit.ts';

/** What became of a posted form: accepted, with the cookie that opens the recovery from now on; or its page again. */
export type Submitted = { next: string; secret?: string } | { again: Html; status: 422 | 429 };

/** Where an accepted step leads: the start finds the step that is due. */
export const WHEREVER_DUE = '/recover';

/** One page and one operation. */
export interface Step {
  name: RecoveryStep;
  show(visit: Visit): Html | Promise<Html>;
  /** @throws HashingBusy; RecoveryOver */
  submit(visit: Visit, form: Form): Promise<Submitted>;
}
