import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether a host name as `URL.hostname` gives it means this machine. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(\.\d{1,3}){3}$/.test(hostname);

/**
 * Whether a host (as `URL.hostname` gives it) may turn out to be at this address. The hosts listed as
 * internal may be anywhere, names of this machine on this machine only, and all others only where the
 * public internet is: whoever has power over a name could point it inside.
 */
export function mayBeAt(hostname: string, address: string, internalHosts: readonly string[]): boolean {
  if (internalHosts.includes(hostname)) return true;
  // `process` sees through IPv4 addresses that are written as IPv6.
  const range = ipaddr.isValid(address) ? ipaddr.process(address).range() : undefined;
  return range === (isLoopback(hostname) ? 'loopback' : 'unicast');
}

/** Whether a host may be called as far as its name tells: a name is looked at again once it is resolved. */
export function mayBeNamed(hostname: string, internalHosts: readonly string[]): boolean {
  const address = literalAddress(hostname);
  return address === undefined || mayBeAt(hostname, address, internalHosts);
}

function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? undefined : bare;
}
