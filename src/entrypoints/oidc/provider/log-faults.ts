import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type Provider from 'oidc-provider';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { isCutShort, referenceOf } from '../../../platform/http/index.ts';
import type { Log } from '../../../platform/log/index.ts';
import type { Sealing } from '../../../platform/sealing/index.ts';

const REFUSALS = ['authorization.error', 'grant.error', 'userinfo.error', 'revocation.error'];

/** The log says why a service was refused; the service itself is told no more than the specification asks for. */
export function logFaults(
  provider: Provider,
  { log, sealing }: { log: Log; sealing: Pick<Sealing, 'digest'> },
): void {
  /** That of the attempt, where the request belongs to one: the number that the person has seen. */
  const referenceIn = ({ entities }: KoaContextWithOIDC['oidc']): string | undefined =>
    entities.Interaction && referenceOf(sealing, entities.Interaction.cid);
  const events: EventEmitter = provider;
  for (const refusal of REFUSALS) {
    events.on(refusal, ({ oidc }: KoaContextWithOIDC, error: unknown) => {
      if (!(error instanceof errors.OIDCProviderError)) return;
      const detail = error.error_detail ?? error.error_description;
      const facts = { clientId: oidc.client?.clientId, error: error.error, detail };
      log.info({ ...facts, reference: referenceIn(oidc) }, 'A service was refused.');
    });
  }
  events.on('server_error', ({ oidc }: KoaContextWithOIDC, err: unknown) => {
    log.error({ err, route: oidc.route, reference: referenceIn(oidc) }, 'A request to the provider failed.');
  });
  // Without a listener of ours Koa prints to the standard error.
  events.on('error', (err, ctx?: { req: IncomingMessage }) => {
    if (isCutShort(ctx)) return;
    log.error({ err }, 'A request to the provider failed.');
  });
}
