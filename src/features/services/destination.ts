import { findService } from './find-service.ts';
import { isOwnDestination, ownDestinations } from './own-destinations.ts';
import type { Service } from './service.ts';

/** Where a sign-in leads to: a service, or pages of our own, which know no service accounts. */
export interface Destination {
  id: string;
  name: string;
  url: string;
  /** Begins a sign-in that comes back there. */
  signOnUrl: string;
  secondFactorRequired: boolean;
  /** The service whose accounts people have there. */
  service: Service | undefined;
}

export function findDestination(
  deps: { services: readonly Service[] },
  id: string | undefined,
): Destination | undefined {
  if (id !== undefined && isOwnDestination(id)) return ownDestinations[id];
  const service = findService(deps, id);
  return service && { ...service, service };
}
