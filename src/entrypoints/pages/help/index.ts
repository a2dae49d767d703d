// Help and privacy: /help asks what the trouble is (`topic`, `service`), answers it and names the right team.
//   topics.ts      the troubles, what to do about each, and whose they are
//   questions.ts   what people ask before anything has gone wrong
//   team.ts        which team helps, and by which contact
import { Hono } from 'hono';
import { passwordLength } from '../../../features/passwords/index.ts';
import { findService } from '../../../features/services/index.ts';
import type { PageContext, PageEnv } from '../../../platform/http/index.ts';
import type { Link, Shell } from '../../../ui/index.ts';
import { helpPage } from './help.page.ts';
import { privacyPage } from './privacy.page.ts';
import type { HelpService, SupportContacts } from './team.ts';
import { topics } from './topics.ts';

export type { HelpService, SupportContacts } from './team.ts';

export interface HelpDeps {
  shell(c: PageContext): Shell;
  support: SupportContacts;
  services: readonly HelpService[];
  /** Back to what this browser has under way that bears that reference number. */
  wayBack(c: PageContext, reference: string): Promise<Link | undefined>;
}

/** A reference number as our pages show it. Anything else in the address is not repeated. */
const REFERENCE = /^[2-9B-Z]{4}-[2-9B-Z]{4}$/;

export function helpPages({ shell, support, services, wayBack }: HelpDeps): Hono<PageEnv> {
  const routes = new Hono<PageEnv>();
  const troubles = topics({ shortestPassword: passwordLength.min, customerCare: support.customerCare });

  routes.get('/help', async (c) => {
    const { reference = '', topic, service } = c.req.query();
    const here = shell(c);
    const isReference = REFERENCE.test(reference);
    return c.html(
      helpPage(
        { ...here, reference: isReference ? reference : here.reference },
        {
          support,
          services,
          topics: troubles,
          topic: troubles.find(({ id }) => id === topic),
          service: findService({ services }, service),
          back: isReference ? await wayBack(c, reference) : undefined,
        },
      ),
    );
  });

  routes.get('/privacy', (c) => c.html(privacyPage(shell(c), support.customerCare)));

  return routes;
}
