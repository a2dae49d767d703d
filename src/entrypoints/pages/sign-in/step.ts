import type { Step as StepName } from '../../../features/sign-in/index.ts';
import type { Form, PageContext } from '../../../platform/http/index.ts';
import type { Html } from '../../../ui/index.ts';
import type { Visit } from './visit.ts';

/**
 * What became of a posted form: accepted (the hub decides what comes), its page again with what is wrong, or a page that is shown
 * this once.
 */
export type Submitted = 'accepted' | { again: Html; status: 200 | 422 | 429 } | { once: Html };

/** One page and one operation. */
export interface Step {
  name: StepName;
  /** Whether the step may be gone back to, although the hub would show another now. */
  openWhile?(visit: Visit): boolean;
  show(visit: Visit): Html | Promise<Html>;
  submit(visit: Visit, form: Form): Promise<Submitted>;
}

export const answer = (c: PageContext, submitted: Submitted, hub: string): Response | Promise<Response> => {
  if (submitted === 'accepted') return c.redirect(hub, 303);
  return 'once' in submitted ? c.html(submitted.once) : c.html(submitted.again, submitted.status);
};
