import { Hono } from 'hono';
import { ownFormsOnly, pageHeaders } from '../browser-protection.ts';
import { demoLook, siteAssets } from '../pages/layout.ts';
import { serveAssets } from '../serve-assets.ts';
import type { ServiceSwitch } from './service-switch.ts';
import { startPage } from './start.page.ts';

export interface StartPageDeps {
  url: string;
  issuer: string;
  mailbox: { url: string };
  switches: readonly ServiceSwitch[];
}

/** The page that leads to everything in the demo, with a switch for each service. */
export function startPageRoutes({ url, issuer, mailbox, switches }: StartPageDeps): Hono {
  const app = new Hono();
  app.route('/', serveAssets(siteAssets(demoLook)));
  app.use(pageHeaders({}), ownFormsOnly(url));

  app.get('/', (c) => {
    const services = switches.map(({ service, isOn }) => ({ ...service, isOn: isOn() }));
    return c.html(startPage({ issuer, mailboxUrl: mailbox.url, services }));
  });

  app.post('/services/:id/:act{start|stop}', async (c) => {
    const { id, act } = c.req.param();
    const chosen = switches.find(({ service }) => service.id === id);
    if (!chosen) return c.notFound();
    await (act === 'start' ? chosen.start() : chosen.stop());
    return c.redirect('/', 303);
  });

  return app;
}
