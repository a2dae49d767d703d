import { type Clock, type Instant, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';

export interface KeptPagesDeps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
}

/** A page as it was answered. */
export interface KeptPage {
  markup: string;
  status: number;
  /** When it is worth to ask again, where the answer said so. */
  retryAt?: Instant | undefined;
}

/** By what a page opens. All of it has to be the same as when it was kept. */
export interface PageKey {
  /** Of this page, from a cookie that was given with it: a browser id that was planted or copied before opens nothing. */
  id: string;
  /** The address that it is the page of. */
  path: string;
  /** What the browser has to be let into at that address: `attempt:<id>`, `session:<uid> <account id>`. */
  boundTo: string;
}

/** So long a page can be loaded again, in milliseconds. */
export const KEPT_FOR = minutes(5);

export const digestOf = ({ sealing }: Pick<KeptPagesDeps, 'sealing'>, browser: string): string =>
  sealing.digest(browser, 'kept-page');

/** What a page is sealed in. */
export const contextOf = ({ id, path, boundTo }: PageKey): string =>
  JSON.stringify(['kept-page', id, path, boundTo]);
