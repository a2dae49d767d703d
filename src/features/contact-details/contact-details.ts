import { type Clock, hours, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { TokenBinding } from '../tokens/index.ts';

export const PHONE_TOKEN_LIFETIME = minutes(10);
/** So long new tokens can be sent for a number, without proving once more who one is. */
export const PHONE_CHANGE_LIFETIME = hours(1);

export interface ContactDetailsDeps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  /** The configured address of Master Account: links in mail are made from nothing else. */
  issuer: string;
}

/** What a token is bound to. @param place digest of the session and browser in which it was asked for */
export const phoneTokenBinding = (accountId: string, place: string): TokenBinding => ({
  purpose: 'phone',
  subject: accountId,
  browser: place,
});
