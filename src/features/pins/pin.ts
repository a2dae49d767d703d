import { ok, type Result, randomText, refuse } from '../../kernel/index.ts';

/** The PIN that a new account is given: Customer Care asks for it on the phone. */
export const newPin = (): string => randomText('0123456789', 6);

/** The person's own PIN: digits only, 4 to 10 of them. */
export function checkPinForm(text: string): Result<string, 'pin-form'> {
  const pin = text.normalize('NFKC').trim();
  return /^[0-9]{4,10}$/.test(pin) ? ok(pin) : refuse('pin-form');
}

/** In which context an account's PIN is sealed. */
export const pinContext = (accountId: string): string => `pin:${accountId}`;
