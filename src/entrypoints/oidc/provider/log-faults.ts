import type { EventEmitter } from 'node:events';
import type Provider from 'oidc-provider';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Log } from '../../../platform/log/index.ts';

const REFUSALS = ['authorization.error', 'grant.error', 'userinfo.error', 'revocation.error'];

/** The log says why a service was refused; the service itself is told no more than the specification asks for. */
export function logFaults(provider: Provider, log: Log): void {
  const events: EventEmitter = provider;
  for (const refusal of REFUSALS) {
    events.on(refusal, ({ oidc }: KoaContextWithOIDC, error: unknown) => {
      if (!(error instanceof errors.OIDCProviderError)) return;
      const detail = error.error_detail ?? error.error_description;
      log.info({ clientId: oidc.client?.clientId, error: error.error, detail }, 'A service was refused.');
    });
  }
  events.on('server_error', ({ oidc }: KoaContextWithOIDC, err: unknown) => {
    log.error({ err, route: oidc.route }, 'A request to the provider failed.');
  });
  // Without a listener of ours Koa prints to the standard error.
  events.on('error', (err) => {
    log.error({ err }, 'A request to the provider failed.');
  });
}
