import type { IncomingMessage } from 'node:http';

/**
 * Whether whoever sent a request has hung up before all of it had come. What fails by that is no fault of ours, and nobody is
 * there to be told: it must not look as if the database were away, for anybody could have that said as often as they like.
 * @param given where the request is, as Hono and Koa hand it on; a test may give none
 */
export function isCutShort(
  given: { incoming?: IncomingMessage; req?: IncomingMessage } | undefined,
): boolean {
  const request = given?.incoming ?? given?.req;
  return request !== undefined && !request.complete && (request.destroyed || request.socket.readableEnded);
}
