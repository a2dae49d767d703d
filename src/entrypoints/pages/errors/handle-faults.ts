import { HTTPException } from 'hono/http-exception';
import { isOutage } from '../../../platform/database/index.ts';
import { HashingBusy } from '../../../platform/hashing/index.ts';
import { ForeignForm, isCutShort, type PageContext, typedInto } from '../../../platform/http/index.ts';
import type { Log } from '../../../platform/log/index.ts';
import type { Contact, Html, Shell } from '../../../ui/index.ts';
import { busyPage } from './busy.page.ts';
import { foreignFormPage } from './foreign-form.page.ts';
import { notFoundPage } from './not-found.page.ts';
import { somethingWentWrongPage } from './something-went-wrong.page.ts';
import { unavailablePage } from './unavailable.page.ts';
import { unreadableFormPage } from './unreadable-form.page.ts';

export interface FaultDeps {
  shell(c: PageContext): Shell;
  customerCare: Contact;
  log: Pick<Log, 'error'>;
  /** What else there is to say of a form that no page of ours has sent, where its page cannot be opened again. */
  foreignForm?: (c: PageContext) => Promise<Response | undefined>;
}

/** Seconds after which a browser may come back to a full queue of hashes. */
const RETRY_AFTER = '30';
/** The same where the database cannot be used: it is mostly back within seconds. */
const RETRY_AFTER_OUTAGE = '5';

type Status = 400 | 403 | 404 | 405 | 413 | 415 | 500 | 503;

/** The two handlers that Hono asks for: for an address that nobody serves, and for whatever was thrown. */
export function handleFaults({ shell, customerCare, log, foreignForm }: FaultDeps) {
  const answer = (c: PageContext, status: Status, markup: Html) => c.html(markup, status);

  return {
    notFound: (c: PageContext) => answer(c, 404, notFoundPage(shell(c), customerCare)),

    async onError(error: Error, c: PageContext) {
      // The pages of steps are at the address that their form is sent to. `//elsewhere` would lead away.
      const again = new URL(c.req.url).pathname.replace(/^\/+/, '/');
      if (error instanceof ForeignForm) {
        const said = await foreignForm?.(c).catch((fault: unknown) => {
          // The general page says all that is needed; that there is something to mend says only this.
          log.error({ err: fault, reference: c.get('reference') }, 'A foreign form could not be looked up.');
          return undefined;
        });
        return said ?? answer(c, 403, foreignFormPage(shell(c), customerCare, again));
      }
      if (error instanceof HashingBusy) {
        c.header('Retry-After', RETRY_AFTER);
        return answer(c, 503, busyPage(shell(c), customerCare, { again, ...typedInto(c) }));
      }
      if (error instanceof HTTPException && isUnreadable(error.status)) {
        // What is left of a form that is too large is not read, so nothing else can come over this connection.
        if (error.status === 413) c.header('Connection', 'close');
        if (error.status === 405) c.header('Allow', 'GET, HEAD, POST');
        return answer(c, error.status, unreadableFormPage(shell(c), customerCare, again));
      }
      if (isCutShort(c.env)) return answer(c, 400, unreadableFormPage(shell(c), customerCare, again));
      if (isOutage(error)) {
        log.error({ err: error, reference: c.get('reference') }, 'The database could not be used.');
        c.header('Retry-After', RETRY_AFTER_OUTAGE);
        return answer(c, 503, unavailablePage(shell(c), customerCare, again));
      }
      log.error({ err: error, reference: c.get('reference') }, 'A page failed.');
      return answer(c, 500, somethingWentWrongPage(shell(c), customerCare));
    },
  };
}

const UNREADABLE = [400, 405, 413, 415] as const;

const isUnreadable = (status: number): status is (typeof UNREADABLE)[number] =>
  UNREADABLE.some((each) => each === status);
