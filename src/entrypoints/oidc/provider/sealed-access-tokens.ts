import type Provider from 'oidc-provider';
import type { AdapterPayload } from 'oidc-provider';
import { currentMemory } from '../request-memory.ts';
import { sealToken } from '../storage/sealed-token.ts';
import type { StorageDeps } from '../storage/storage-deps.ts';

/** A token of the library, at the moment when it is issued. */
interface Issued {
  jti: string;
  /** Seconds. */
  expiration: number;
  /** What the service gets, and what is stored. Where there is nothing to store, nothing is. */
  getValueAndPayload(): Promise<{ value: string; payload?: AdapterPayload }>;
}

/**
 * An access token is its own record, sealed, so that none is written at a sign-on. It is as revocable as a stored one:
 * whoever comes with it has its session and its grant looked up (decision 0018). One that would be too long for the
 * header that it travels in, because the service asked for many claims, is stored.
 */
export function sealAccessTokens(provider: Provider, deps: Pick<StorageDeps, 'sealing' | 'clock'>): void {
  const prototype = provider.AccessToken.prototype as unknown as Issued;
  const stored = prototype.getValueAndPayload;
  prototype.getValueAndPayload = async function getValueAndPayload(this: Issued) {
    const asStored = await stored.call(this);
    const { payload = {} } = asStored;
    // What it was given for is spent before it leaves.
    await currentMemory().spending;
    const { serviceAccount } = currentMemory();
    const expiresAt = deps.clock.now() + this.expiration * 1000;
    const sealed = sealToken(deps, { payload, serviceAccount, expiresAt });
    if (sealed === undefined) return asStored;
    this.jti = sealed;
    return { value: sealed };
  };
}
