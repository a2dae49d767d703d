import type { Limits } from '../limits/start-limits.ts';
import type { Load } from '../load/start-load.ts';
import type { Server } from '../server.ts';

/** What every measure is made with. */
export interface BenchRun {
  server: Server;
  load: Load;
  limits: Limits;
  /** How many people there are in the database. */
  accounts: number;
  /** How often each thing is measured, and how long each time. */
  rounds: number;
  milliseconds: number;
  hopsEach: number;
}

/** So many are signed in, and hop. */
export const SESSIONS = 64;
export const AT_ONCE = 16;
