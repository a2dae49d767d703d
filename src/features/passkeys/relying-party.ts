import { isIP } from 'node:net';

/** For whom a browser makes and gives passkeys. */
export interface RelyingParty {
  /** The host of our address: a passkey is given to no other. */
  id: string;
  origin: string;
}

/**
 * From the configured address only; nothing that a request says of itself is looked at. Undefined where browsers do
 * not make passkeys: at a bare IP address, and without TLS anywhere but on `localhost` (WebAuthn, section 5.1.3).
 */
export function relyingPartyOf(issuer: string): RelyingParty | undefined {
  const { hostname, origin, protocol } = new URL(issuer);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  if (isIP(hostname) !== 0 || hostname.startsWith('[')) return undefined;
  return protocol === 'https:' || isLocal ? { id: hostname, origin } : undefined;
}

/** Whether passkeys can be made and given at this address. */
export const passkeysPossible = (issuer: string): boolean => relyingPartyOf(issuer) !== undefined;
