import type { EventEmitter } from 'node:events';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { isOutage } from '../../../platform/database/index.ts';
import type { OidcPorts } from '../ports.ts';
import { showPage } from './show-page.ts';

/** Seconds after which a service or a browser may ask again. */
const RETRY_AFTER = '5';

type Context = Pick<KoaContextWithOIDC, 'accepts' | 'req' | 'set' | 'status' | 'body' | 'type'>;

/**
 * Where the database cannot be used the library says "server error", and a fault before its own handling is not caught
 * at all. Both become 503 with the time to come back: a page for browsers, JSON for services.
 */
export function answerOutages(provider: Provider, { renderError }: Pick<OidcPorts, 'renderError'>): void {
  provider.use(async (ctx, next) => {
    try {
      await next();
    } catch (fault) {
      if (!isOutage(fault)) throw fault;
      if (ctx.accepts('json', 'html') === 'html') {
        const page = await renderError({ kind: 'unavailable', detail: String(fault) }, ctx.req);
        showPage(ctx, page);
      }
      comeBack(ctx);
    }
  });
  const events: EventEmitter = provider;
  events.on('server_error', (ctx: KoaContextWithOIDC, fault: unknown) => {
    if (isOutage(fault)) comeBack(ctx);
  });
}

function comeBack(ctx: Context): void {
  ctx.status = 503;
  ctx.set('retry-after', RETRY_AFTER);
  if (typeof ctx.body === 'string') return;
  ctx.body = { error: 'temporarily_unavailable', error_description: 'come back in a moment' };
}
