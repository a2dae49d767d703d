import Provider, { errors } from 'oidc-provider';
import type { Instant } from '../../../kernel/index.ts';
import type { OidcPorts } from '../ports.ts';
import { AUTHORIZE_PATH } from './middleware.ts';

/** More authorization requests from one network than people make. It is a page: the service could do nothing about it. */
export class TooManyArrivals extends errors.OIDCProviderError {
  override allow_redirect = false;
  readonly retryAt: Instant;

  constructor(retryAt: Instant) {
    super(429, 'temporarily_unavailable', { detail: 'too many attempts were begun from this network' });
    this.retryAt = retryAt;
  }
}

/**
 * Counts the requests that begin an attempt, before anything of it is written. Those that go through on the
 * session begin none, and neither do those that come back from their attempt.
 */
export function limitArrivals(provider: Provider, { countArrival }: Pick<OidcPorts, 'countArrival'>): void {
  const { prototype } = provider.Interaction;
  const { save } = prototype;
  prototype.save = async function saveWithinLimit(ttl) {
    const arriving = Provider.ctx?.path === AUTHORIZE_PATH ? Provider.ctx.req : undefined;
    const counted = arriving && (await countArrival(arriving));
    if (counted && !counted.ok) throw new TooManyArrivals(counted.error.retryAt);
    return save.call(this, ttl);
  };
}
