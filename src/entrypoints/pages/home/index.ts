// The start page, for whoever comes with no service in mind.
import { Hono } from 'hono';
import type { PageContext, PageEnv } from '../../../platform/http/index.ts';
import { type Shell, serviceClass } from '../../../ui/index.ts';
import { homePage } from './home.page.ts';

export interface HomeDeps {
  shell(c: PageContext): Shell;
  services: readonly { id: string; name: string; product?: string | undefined; signOnUrl: string }[];
}

export const homePages = ({ shell, services }: HomeDeps): Hono<PageEnv> =>
  new Hono<PageEnv>().get('/', (c) =>
    c.html(
      homePage(
        shell(c),
        services.map(({ id, ...service }) => ({ ...service, serviceClass: serviceClass(id) })),
      ),
    ),
  );
