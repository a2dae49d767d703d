import { Secret, TOTP } from 'otpauth';
import { seconds } from '../../kernel/index.ts';
import { STEP } from './totp-step.ts';

/** RFC 6238 as every app speaks it: SHA-1, six digits, steps of 30 s. Anything else some apps ignore without a word. */
const PARAMETERS = { algorithm: 'SHA1', digits: 6, period: STEP / seconds(1) } as const;

/** A new secret of 160 bits (RFC 4226, section 4), in base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** The six digits of a step. */
export const codeOfStep = (secret: string, step: number): string =>
  new TOTP({ ...PARAMETERS, secret }).generate({ timestamp: step * STEP });

/** What the QR code says (Key Uri Format of Google Authenticator). */
export const totpUri = (secret: string, { brand, email }: { brand: string; email: string }): string =>
  new TOTP({ ...PARAMETERS, secret, issuer: `${brand} Master Account`, label: email }).toString();

/** As it is read and typed: groups of four. */
export const secretInGroups = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? '';
