import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../src/kernel/index.ts';
import type { SharedSecrets } from '../demo-secrets.ts';
import type { LumenService } from '../lumen.ts';
import type { OpenIdClient } from './open-id-client.ts';

/** What the pages of one service show. */
export interface Face {
  service: LumenService;
}

/** What the routes of one service work with. */
export interface ServiceDeps extends Face {
  /** Its own address, without a slash at the end. */
  url: string;
  /** Where Master Account is. */
  issuer: string;
  database: DatabaseSync;
  secrets: SharedSecrets;
  openId: OpenIdClient;
  clock: Clock;
  /** Told of faults; nobody else hears of them. */
  report: (fault: unknown) => void;
}
