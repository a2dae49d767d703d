import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';

/** What changes of the second factor are given. */
export interface ChangeDeps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  /** The configured address of Master Account: links in mail are made from nothing else. */
  issuer: string;
}
