import type { IncomingMessage } from 'node:http';
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

/** A picture, a frame or a script of some page asks for a sign-in: there is nobody whom it could be shown to. */
class NotAPage extends errors.OIDCProviderError {
  override allow_redirect = false;

  constructor() {
    super(400, 'invalid_request', { detail: 'a sign-in was asked for by something that is no page' });
  }
}

/**
 * Counts the requests that begin an attempt, before anything of it is written. Those that go through on the
 * session begin none, and neither do those that come back from their attempt. Nor do those that a page elsewhere
 * makes by itself: it could spend the arrivals of its visitors' whole network.
 */
export function limitArrivals(provider: Provider, { countArrival }: Pick<OidcPorts, 'countArrival'>): void {
  const { prototype } = provider.Interaction;
  const { save } = prototype;
  prototype.save = async function saveWithinLimit(ttl) {
    const arriving = Provider.ctx?.path === AUTHORIZE_PATH ? Provider.ctx.req : undefined;
    if (arriving && !isForPage(arriving)) throw new NotAPage();
    const counted = arriving && (await countArrival(arriving));
    if (counted && !counted.ok) throw new TooManyArrivals(counted.error.retryAt);
    return save.call(this, ttl);
  };
}

/** Browsers say what they ask for; what is no browser says nothing. */
const isForPage = ({ headers }: IncomingMessage): boolean =>
  (headers['sec-fetch-dest'] ?? 'document') === 'document';
