import { type Clock, hours, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Hashing } from '../../platform/hashing/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { PasswordRules } from '../passwords/index.ts';
import type { Service } from '../services/index.ts';
import type { TokenBinding } from '../tokens/index.ts';
import type { Recovery } from './recovery.queries.ts';

/** What the operations of recovery are given. */
export interface RecoveryDeps extends PasswordRules {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  hashing: Hashing;
  /** The configured address of Master Account: links in mail are made from nothing else. */
  issuer: string;
  services: readonly Service[];
  /** Whether there is a gateway for SMS. Without one whoever asks for a text is mailed why none comes. */
  textsAreSent: boolean;
}

export const RECOVERY_LIFETIME = hours(1);
export const TOKEN_LIFETIME = minutes(10);

/** The ways in which a token is sent; both are offered to everybody. */
export const channels = ['email', 'sms'] as const;
export type Channel = (typeof channels)[number];

/** What stands for a browser at rest. */
export const browserDigest = (sealing: Pick<Sealing, 'digest'>, browser: string): string =>
  sealing.digest(browser, 'recovery-browser');

/** The digest under which the recovery's own cookie is kept. */
export const secretDigest = (sealing: Pick<Sealing, 'digest'>, secret: string): string =>
  sealing.digest(secret, 'recovery');

/** What a recovery's token is bound to. */
export const tokenBinding = ({ id, browser }: Pick<Recovery, 'id' | 'browser'>): TokenBinding => ({
  purpose: 'recovery',
  subject: id,
  browser,
});
