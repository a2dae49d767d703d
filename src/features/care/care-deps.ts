import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { Service } from '../services/index.ts';

/** What the acts of Customer Care are given. */
export interface CareDeps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  /** The configured address of Master Account: links in mail are made from nothing else. */
  issuer: string;
  services: readonly CareService[];
}

export type CareService = Pick<Service, 'id' | 'name' | 'sharingAllowed'> & {
  client: Pick<Service['client'], 'clientId'>;
};
