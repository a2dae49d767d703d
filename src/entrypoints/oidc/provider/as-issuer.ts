import type { IncomingMessage } from 'node:http';

/**
 * The library makes its addresses from the request. They must come from the configured issuer alone:
 * whatever the client, or a proxy, says of host and scheme is put right before the library sees it.
 */
export function asIssuer(request: IncomingMessage, issuer: URL): IncomingMessage {
  request.headers.host = issuer.host;
  request.headers['x-forwarded-host'] = issuer.host;
  request.headers['x-forwarded-proto'] = issuer.protocol.replace(':', '');
  const url = request.url ?? '/';
  // A request line may hold a whole address (`GET http://elsewhere/…`), and `//elsewhere` is one too.
  if (!url.startsWith('/') || url.startsWith('//')) {
    const parsed = URL.parse(url, issuer.href);
    request.url = parsed ? `${parsed.pathname.replace(/^\/+/, '/')}${parsed.search}` : '/';
  }
  return request;
}
