import type { EventEmitter } from 'node:events';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { measuring } from '../../../platform/metrics/index.ts';
import type { RegisteredService } from './clients.ts';

/** A service was sent a code: by the session alone, with no page, or after a page. */
export const signOns = measuring<{ service: string; by: 'session' | 'page' }>('sign-on');

/** Tells of every authorization request that was answered with a code. */
export function measureSignOns(
  provider: Provider,
  { services }: { services: readonly RegisteredService[] },
): void {
  const serviceOf = new Map(services.map(({ id, client }) => [client.clientId, id]));
  (provider as EventEmitter).on('authorization.success', ({ oidc }: KoaContextWithOIDC) => {
    const service = serviceOf.get(oidc.client?.clientId ?? '') ?? 'unknown';
    signOns.tell({ service, by: oidc.route === 'resume' ? 'page' : 'session' });
  });
}
