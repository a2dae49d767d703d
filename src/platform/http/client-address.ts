import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** The networks whose `X-Forwarded-For` is believed. */
export type TrustedProxies = readonly Range[];

/** @throws where one of them is no address range, such as `10.0.0.0/8` or `::1/128` */
export const parseTrustedProxies = (ranges: readonly string[]): TrustedProxies =>
  ranges.map((range) =>
    ipaddr.parseCIDR(range.includes('/') ? range : `${range}/${range.includes(':') ? 128 : 32}`),
  );

/**
 * The address of the client. The header is read from its end, past the proxies that we trust: what
 * stands before the first stranger was written by that stranger, and is not believed.
 */
export function clientAddress(request: IncomingMessage, trusted: TrustedProxies): string {
  const peer = normalised(request.socket.remoteAddress ?? '') ?? '0.0.0.0';
  if (!isTrusted(peer, trusted)) return peer;
  const header = request.headers['x-forwarded-for'];
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').reverse();
  let client = peer;
  for (const hop of hops) {
    const address = normalised(withoutPort(hop.trim()));
    if (!address) return client;
    client = address;
    if (!isTrusted(address, trusted)) return client;
  }
  return client;
}

/** Whether whoever sent the request may say which trace it belongs to: a stranger could have all of theirs recorded. */
export function believesTrace(request: IncomingMessage, trusted: TrustedProxies): boolean {
  const peer = normalised(request.socket.remoteAddress ?? '');
  return peer !== undefined && isTrusted(peer, trusted);
}

/** Some proxies write the client's port as well: `192.0.2.1:567`, `[2001:db8::1]:567`. */
const withoutPort = (hop: string): string =>
  /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;

const normalised = (text: string): string | undefined =>
  ipaddr.isValid(text) ? ipaddr.process(text).toString() : undefined;

function isTrusted(address: string, trusted: TrustedProxies): boolean {
  const parsed = ipaddr.process(address);
  return trusted.some(
    ([network, bits]) => parsed.kind() === network.kind() && parsed.match([network, bits] as never),
  );
}
