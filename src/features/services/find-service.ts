/** A service of the configuration by its id. */
export const findService = <Service extends { id: string }>(
  { services }: { services: readonly Service[] },
  serviceId: string | undefined,
): Service | undefined => services.find(({ id }) => id === serviceId);
