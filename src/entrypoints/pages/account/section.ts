import type { Form } from '../../../platform/http/index.ts';
import type { Html } from '../../../ui/index.ts';
import type { Visit } from './visit.ts';

/**
 * A page, or where to go instead (303): after a change, so that loading again changes nothing; or what is no page.
 * `session-over`: the session has ended in this moment, so the form was not taken.
 */
export type Answer =
  | Html
  | { again: Html; status: 200 | 422 | 429 | 404 | 409 }
  | { goTo: string }
  | 'session-over'
  | Response;

export interface Page {
  /** After `/account/<section>`: `''` for the section itself, `/password`, `/links/:service`. */
  path: string;
  show(visit: Visit): Answer | Promise<Answer>;
  /** Absent where nothing is posted. */
  submit?(visit: Visit, form: Form): Answer | Promise<Answer>;
  /**
   * Fields of its form that need not be typed again when the session had ended: `visit.typedBefore`. Never a password, PIN,
   * code, token or answer.
   */
  keeps?: readonly string[];
}

/** One entry of the navigation on the left, with the pages under it. */
export interface Section {
  /** In the address: `contact`, `authentication`, … */
  name: string;
  /** In the navigation. */
  title: string;
  pages: readonly Page[];
}
