import type { RegistrationStep } from '../../../features/registration/index.ts';
import type { Form } from '../../../platform/http/index.ts';
import type { Html } from '../../../ui/index.ts';
import type { Visit } from './visit.ts';

/**
 * What became of a posted form: accepted, overtaken by the end of the registration, or a page that says what
 * is wrong.
 */
export type Submitted = 'accepted' | 'ended' | { again: Html; status: 409 | 422 };

/** One page and one operation. */
export interface Step {
  name: RegistrationStep;
  /** Whether its operation hashes what was typed. */
  hashes?: boolean;
  show(visit: Visit): Html | Promise<Html>;
  /** @throws HashingBusy */
  submit(visit: Visit, form: Form): Promise<Submitted>;
}
