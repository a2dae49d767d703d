import type { Banner } from '../../../../ui/index.ts';

export const HERE = '/account/authentication';

/** What has been done, in the address of the page that it leads back to. */
export type Done = 'password' | 'expiration' | 'off' | 'passkey-added' | 'passkey-removed';

export const done = (what: Done) => ({ goTo: `${HERE}?done=${what}` });

export function noticeOf(what: string | undefined): Banner | undefined {
  switch (what as Done | undefined) {
    case 'password':
      return {
        tone: 'success',
        title: 'Your password is changed',
        text: 'The old one works nowhere any more. You stay signed in here; all other sessions have ended.',
      };
    case 'expiration':
      return { tone: 'success', text: 'The expiration of your password is changed.' };
    case 'off':
      return {
        tone: 'success',
        title: 'Your OTP app is turned off',
        text: 'You stay signed in here; all other sessions have ended.',
      };
    case 'passkey-added':
      return {
        tone: 'success',
        title: 'Your passkey is added',
        text: 'From now on it signs you in, in place of password and code.',
      };
    case 'passkey-removed':
      return {
        tone: 'success',
        title: 'The passkey is removed',
        text: 'You stay signed in here; all other sessions have ended.',
      };
    default:
      return undefined;
  }
}
