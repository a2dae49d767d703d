import type { Configuration } from 'oidc-provider';
import { fetchGuarded } from '../../../platform/fetch/index.ts';
import type { RegisteredService } from './clients.ts';

/**
 * How the library tells services of sign-outs. Its own guard refuses every private address; ours lets it
 * call those that the configuration names: where a service is to be told comes from nowhere else.
 */
export function serviceFetch(services: readonly RegisteredService[]): NonNullable<Configuration['fetch']> {
  const internalHosts = services.flatMap(({ client }) => client.internalHosts);
  return async (input, init) => {
    const call = new Request(input, init);
    const { url, method, headers } = call;
    // The request's own signal follows this one only as long as it is not collected.
    const signal = init?.signal ?? call.signal;
    return fetchGuarded(url, { method, headers, body: await call.text(), signal, internalHosts });
  };
}
