import { type Clock, days, hours, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { Changer } from '../notices/index.ts';
import type { TokenBinding } from '../tokens/index.ts';

export const EMAIL_TOKEN_LIFETIME = minutes(10);
/** So long new tokens can be sent for what was asked for, without proving once more who one is. */
export const EMAIL_CHANGE_LIFETIME = hours(1);
export const UNDO_LIFETIME = hours(72);
/** For so long Customer Care can give an account the address again that an undo has taken it from. */
export const RETURN_LIFETIME = days(30);

export interface EmailChangeDeps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  /** The configured address of Master Account: links in mail are made from nothing else. */
  issuer: string;
}

/** From where something is done, for the audit and for the letters. */
export type Circumstances = Pick<Changer, 'address' | 'browserWords' | 'reference'>;

/** What a token is bound to. @param place digest of the session and browser in which it was asked for */
export const emailTokenBinding = (accountId: string, place: string): TokenBinding => ({
  purpose: 'email-change',
  subject: accountId,
  browser: place,
});

export const undoDigest = (sealing: Pick<Sealing, 'digest'>, secret: string): string =>
  sealing.digest(secret.slice(0, 64), 'email-undo');
