import { type Configuration, errors } from 'oidc-provider';
import type { Instant } from '../../../kernel/index.ts';
import { isOutage } from '../../../platform/database/index.ts';
import type { Log } from '../../../platform/log/index.ts';
import type { OidcPorts } from '../ports.ts';
import { findArtifact } from '../storage/artifacts.queries.ts';
import { digestOf, type StorageDeps } from '../storage/storage-deps.ts';
import { type RegisteredService, serviceOfClient } from './clients.ts';
import { cookieNames, expireCookie } from './cookies.ts';
import { TooManyArrivals } from './limit-arrivals.ts';
import { showPage } from './show-page.ts';

interface Deps extends Pick<StorageDeps, 'db' | 'sealing'> {
  issuer: string;
  services: readonly RegisteredService[];
  log: Log;
  ports: Pick<OidcPorts, 'renderError'>;
}

/** What cannot be sent back to the service becomes a page of ours, which says nothing of what went wrong inside. */
export function errorPages(deps: Deps): NonNullable<Configuration['renderError']> {
  return async (ctx, out, error) => {
    const clientId = ctx.oidc.client?.clientId ?? (await clientOfInteraction(deps, ctx['params']?.['uid']));
    const serviceId = serviceOfClient(deps.services, clientId)?.id;
    const detail = `${out.error}: ${out.error_description ?? ''}`;
    const problem = { ...kindOf(out.error, error), ...(serviceId && { serviceId }), detail };
    const page = await deps.ports.renderError(problem, ctx.req);
    // Where it was to go to before the fault.
    ctx.remove('location');
    showPage(ctx, page);
    if (problem.kind === 'expired') {
      for (const cookie of expireCookie(deps.issuer, cookieNames(deps.issuer).resume, ctx.path)) {
        ctx.append('set-cookie', cookie);
      }
    }
  };
}

type Kind =
  | { kind: 'expired' | 'refused' | 'fault' | 'unavailable' }
  | { kind: 'too-many'; retryAt: Instant };

function kindOf(code: string, error: unknown): Kind {
  if (error instanceof TooManyArrivals) return { kind: 'too-many', retryAt: error.retryAt };
  if (isOutage(error)) return { kind: 'unavailable' };
  if (error instanceof errors.SessionNotFound) return { kind: 'expired' };
  return { kind: code === 'server_error' ? 'fault' : 'refused' };
}

/** An interaction that is over or has expired is still known for a while. Without the database there is a page all the same. */
async function clientOfInteraction(deps: Deps, uid: unknown): Promise<string | undefined> {
  if (typeof uid !== 'string') return undefined;
  const key = { kind: 'Interaction', idDigest: digestOf(deps, 'Interaction', uid) };
  const interaction = await findArtifact(deps.db, key).catch((fault) => {
    if (!isOutage(fault)) throw fault;
  });
  return interaction?.clientId ?? undefined;
}
