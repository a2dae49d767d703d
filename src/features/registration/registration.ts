import { hours } from '../../kernel/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { HashedQuestion } from '../security-questions/index.ts';
import type { TokenBinding } from '../tokens/index.ts';
import type { Registration } from './registration.queries.ts';

export const REGISTRATION_LIFETIME = hours(24);
export const REGISTRATION_TOKEN_LIFETIME = hours(24);

/** What the person wants: to enrol an OTP app at the first sign-in, or not now. */
export const secondFactors = ['otp-app', 'not-now'] as const;
export type SecondFactor = (typeof secondFactors)[number];

/** What stands for a browser at rest. */
export const browserDigest = (sealing: Pick<Sealing, 'digest'>, browser: string): string =>
  sealing.digest(browser, 'registration-browser');

/** In which context a registration's PIN is sealed. */
export const pinContext = (registrationId: string): string => `registration-pin:${registrationId}`;

/** The support PIN that this registration will give its account, for its own page to show. */
export const pinOf = (
  { sealing }: { sealing: Pick<Sealing, 'open'> },
  { id, sealedPin }: Pick<Registration, 'id' | 'sealedPin'>,
): string => (sealedPin === null ? '' : sealing.open(sealedPin, pinContext(id)));

/** The security questions chosen so far, with their answers hashed. */
export const questionsOf = ({ questions }: Pick<Registration, 'questions'>): HashedQuestion[] =>
  questions === null ? [] : JSON.parse(questions);

/** What a registration's token is bound to. */
export const tokenBinding = ({ id, browser }: Pick<Registration, 'id' | 'browser'>): TokenBinding => ({
  purpose: 'registration',
  subject: id,
  browser,
});

/** What the messages of a registration are about. */
export const aboutRegistration = (id: string): `registration:${string}` => `registration:${id}`;

/** From where something was asked for, as the audit keeps it. */
export interface Circumstances {
  /** The client's IP address. */
  address: string;
  /** Reference number of the request. */
  reference: string;
  /** Browser and system in words. */
  browserWords?: string | undefined;
}
