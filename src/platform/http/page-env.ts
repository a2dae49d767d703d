import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Sealing } from '../sealing/index.ts';

/** What each request carries for the pages (`c.get(…)`). */
export interface PageEnv {
  Bindings: HttpBindings;
  Variables: {
    /** Shown at the foot of the page, and in each line of the log about this request. */
    reference: string;
    /** The id of this browser, from its own long-lived cookie. Secret: at rest only its digest. */
    browser: string;
    /** Whether the browser sent that id, rather than being given one just now. */
    browserIsKnown: boolean;
    /** What the hidden field `csrf` of each form must hold. */
    csrf: string;
    /** The client's IP address. */
    address: string;
  };
}

export type PageContext = Context<PageEnv>;

/** Bound to the browser by a key of ours: another site can neither read nor make it. */
export const csrfToken = (sealing: Pick<Sealing, 'digest'>, browser: string): string =>
  sealing.digest(browser, 'csrf');
