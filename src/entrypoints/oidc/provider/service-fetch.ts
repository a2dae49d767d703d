import type { Configuration } from 'oidc-provider';
import type { RegisteredService } from './clients.ts';

const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The library refuses to call private addresses. Those that the configuration names may be called: where
 * a service is to be told of a sign-out comes from nowhere else.
 */
export function serviceFetch(services: readonly RegisteredService[]): NonNullable<Configuration['fetch']> {
  const internal = new Set(services.flatMap(({ client }) => client.internalHosts));
  return async (url, options) => {
    const { hostname } = new URL(url);
    if (!internal.has(hostname) && !LOOPBACK.test(hostname)) return fetch(url, options as RequestInit);
    const { dispatcher: _refusing, ...rest } = options as RequestInit & { dispatcher?: unknown };
    return fetch(url, rest);
  };
}
