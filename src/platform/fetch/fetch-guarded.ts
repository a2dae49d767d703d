import dns from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { type SpanFacts, spanned, traceHeaders } from '../tracing/index.ts';
import { mayBeAt, mayBeNamed } from './permission.ts';

export interface CallSettings {
  method: string;
  headers: Headers | Record<string, string>;
  body?: string | undefined;
  /** Holds for the whole answer: whoever drips is not waited for. */
  signal: AbortSignal;
  /** Hosts that may be called although they are private. */
  internalHosts: readonly string[];
}

class AddressRefused extends Error {
  readonly code = 'address-not-allowed';
}

/**
 * Calls an http(s) address, unless it leads inside the network and its host is not listed. The address
 * that is looked at is the one that is connected to, so a name that changes in between gains nothing.
 * Each call has a connection of its own. Redirects are not followed, compressed answers not unpacked.
 * Node's `fetch` can be given no look-up without a package of its own.
 */
export async function fetchGuarded(address: string, settings: CallSettings): Promise<Response> {
  const url = new URL(address);
  // Without the path: some have a key of ours in it.
  const attributes: SpanFacts['attributes'] = {
    'http.request.method': settings.method,
    'server.address': url.hostname,
  };
  return spanned({ name: settings.method, kind: 'client', attributes }, async () => {
    const response = await call(url, settings);
    attributes['http.response.status_code'] = response.status;
    return response;
  });
}

async function call(url: URL, settings: CallSettings): Promise<Response> {
  const { method, headers, body, signal, internalHosts } = settings;
  if (!mayBeNamed(url.hostname, internalHosts)) throw new AddressRefused('The address is a private one.');
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { request } = url.protocol === 'https:' ? https : http;
  const asking = request(url, {
    method,
    agent: false,
    headers: { ...Object.fromEntries(new Headers(headers)), ...traceHeaders() },
    lookup: guardedLookup(url.hostname, internalHosts),
  });
  asking.once('response', resolve);
  asking.on('error', reject);
  asking.once('close', () => reject(new Error('The connection was closed without an answer.')));
  signal.addEventListener('abort', () => asking.destroy(signal.reason), { once: true });
  asking.end(body);
  const message = await promise;
  signal.addEventListener('abort', () => message.destroy(signal.reason), { once: true });
  return responseOf(message);
}

const guardedLookup =
  (hostname: string, internalHosts: readonly string[]): LookupFunction =>
  (name, options, answer) =>
    dns.lookup(name, { ...options, all: true }, (fault, found) => {
      if (fault) return answer(fault, '');
      const isAllowed = found.every(({ address }) => mayBeAt(hostname, address, internalHosts));
      if (!isAllowed) return answer(new AddressRefused('The name leads to a private address.'), '');
      if (options.all) return answer(null, found);
      return answer(null, found[0]?.address ?? '', found[0]?.family);
    });

/** `Response` takes no body with these. */
const WITHOUT_BODY = [204, 205, 304];

function responseOf(message: IncomingMessage): Response {
  const status = message.statusCode ?? 0;
  const { 'retry-after': retryAfter } = message.headers;
  // The only header of an answer that anybody here heeds.
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  if (!WITHOUT_BODY.includes(status))
    return new Response(Readable.toWeb(message) as ReadableStream, { status, headers });
  message.resume();
  return new Response(null, { status, headers });
}
