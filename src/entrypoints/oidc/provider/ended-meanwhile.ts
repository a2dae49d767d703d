import type Provider from 'oidc-provider';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { OidcPorts } from '../ports.ts';
import { type RegisteredService, serviceOfClient } from './clients.ts';
import { showPage } from './show-page.ts';

/** What the answer stood on has been ended while it was made. It is a page: the service could do nothing about it. */
export class EndedMeanwhile extends errors.SessionNotFound {
  override allow_redirect = false;
}

/**
 * The library saves the session when its answer is ready, and handles no fault of that: the answer, with its code, would go
 * out as it is. It becomes the page for a sign-in that is over.
 */
export function answerEnded(
  provider: Provider,
  { services, ports }: { services: readonly RegisteredService[]; ports: Pick<OidcPorts, 'renderError'> },
): void {
  provider.use(async (ctx, next) => {
    try {
      await next();
    } catch (fault) {
      if (!(fault instanceof EndedMeanwhile)) throw fault;
      const { oidc } = ctx as Partial<KoaContextWithOIDC>;
      const serviceId = serviceOfClient(services, oidc?.client?.clientId)?.id;
      const detail = fault.error_description ?? fault.message;
      const page = await ports.renderError(
        { kind: 'expired', detail, ...(serviceId && { serviceId }) },
        ctx.req,
      );
      for (const name of ['location', 'set-cookie']) ctx.remove(name);
      ctx.status = 400;
      showPage(ctx, page);
    }
  });
}
