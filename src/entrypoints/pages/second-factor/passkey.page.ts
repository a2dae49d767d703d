// The button that asks the browser for a passkey, at sign-in and in a recovery, and what became of the one that was given.
import { type Banner, type Html, passkeyForm } from '../../../ui/index.ts';

/** What a page has to do with passkeys. */
export interface OfferedPasskey {
  action: string;
  /** Undefined where none can be given: nothing is shown then. */
  options: object | undefined;
  /** What became of the one that was just given. */
  notice: Banner | undefined;
}

/** Which page the passkey was given on; the browser is led back to it where it was not accepted. */
export type PasskeyPlace = 'email' | 'password' | 'code';

interface Shown {
  csrf: string;
  passkey: OfferedPasskey;
  page: PasskeyPlace;
}

/** In place of the address and the password. */
export const passkeySignIn = ({
  csrf,
  passkey: { action, options, notice },
  page,
}: Shown): Html | undefined =>
  options &&
  passkeyForm({
    act: 'give',
    action,
    csrf,
    options,
    text: 'Sign in with a passkey',
    fields: { page },
    // One that was refused is not offered at once again.
    autofill: page === 'email' && !notice,
    or: true,
  });

/**
 * In place of a code; where there is no OTP app, it is what the page is about.
 * @param fields what the form says besides
 */
export const passkeyAsFactor = ({
  csrf,
  passkey: { action, options },
  fields,
  only,
}: {
  csrf: string;
  passkey: OfferedPasskey;
  fields: Readonly<Record<string, string>>;
  only: boolean;
}): Html | undefined =>
  options &&
  passkeyForm({
    act: 'give',
    action,
    csrf,
    options,
    text: 'Use your passkey',
    fields,
    tone: only ? 'primary' : 'quiet',
    or: !only,
  });

export function passkeyNotice(why: string | undefined, instead: string): Banner | undefined {
  switch (why) {
    case 'not-accepted':
      return {
        tone: 'problem',
        title: 'This passkey was not accepted',
        text: `Try again, or ${instead}.`,
      };
    case 'over':
      return { tone: 'warning', title: 'That took too long', text: 'Use your passkey once more.' };
    case 'too-many-tries':
      return {
        tone: 'warning',
        title: 'Very many sign-ins were tried from your network',
        text: 'Wait ten minutes, then try again.',
      };
    default:
      return undefined;
  }
}
