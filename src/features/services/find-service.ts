import type { Service } from './service.ts';

export const findService = (
  config: { services: readonly Service[] },
  serviceId: string,
): Service | undefined => config.services.find((service) => service.id === serviceId);
