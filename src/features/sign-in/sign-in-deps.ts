import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { PasswordLists } from '../passwords/index.ts';
import type { Service } from '../services/index.ts';

/** What the operations of sign-in are given. */
export interface SignInDeps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  hashing: Hashing;
  log: Log;
  services: readonly Service[];
  accountDiscovery: 'open' | 'hidden';
  /** Email domains whose people must have a second factor. */
  secondFactorDomains: readonly string[];
  passwordLists: PasswordLists;
  /** The brand's name: no password may be made of it. */
  brandName: string;
  /** The configured address of Master Account: links in mail are made from nothing else. */
  issuer: string;
}

/** From where a step was submitted. */
export interface Visitor {
  /** Id of the browser; at rest only its digest. */
  browser: string;
  /** IP address. */
  address: string;
  /** Reference number of the attempt. */
  reference: string;
  /** Browser and system in words, for notices. */
  browserWords?: string | undefined;
}

/** The same for the account's owner to read: never the browser's id. */
export const fromOf = ({ address, browserWords }: Visitor) => ({ address, browser: browserWords });
