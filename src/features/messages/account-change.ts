/** What the owner of an account is told of, in the words of the heading; the subject says it too. */
const HAPPENED = {
  'password-changed': 'Your password was changed',
  'password-reset': 'Your password was reset',
  'password-expiration-changed': 'The expiration of your password was changed',
  'totp-on': 'Your OTP app was turned on',
  'totp-off': 'Your OTP app was turned off',
  'totp-replaced': 'Your OTP app was replaced',
  'recovery-codes-renewed': 'You have new recovery codes',
  'recovery-code-used': 'A recovery code was used',
  'passkey-added': 'A passkey was added',
  'passkey-removed': 'A passkey was removed',
  'email-change-asked': 'Another email address was asked for',
  'email-changed': 'Your email address was changed',
  'email-change-undone': 'The change of your email address was undone',
  'email-returned': 'Your email address is yours again',
  'phone-changed': 'Your mobile phone number was changed',
  'phone-verified': 'Your mobile phone number was verified',
  'phone-removed': 'Your mobile phone number was removed',
  'name-changed': 'Your name was changed',
  'pin-changed': 'Your support PIN was changed',
  'questions-changed': 'Your security questions were replaced',
  'link-added': 'A service was linked',
  'link-removed': 'A link was removed',
  'session-ended': 'One of your sessions was ended',
  'other-sessions-ended': 'All your other sessions were ended',
  'sessions-ended': 'Your sessions were ended',
  'second-factor-reset': 'Your second factor was reset',
  'account-unlocked': 'Your account was unlocked',
  'account-kept': 'Your account is kept',
  'new-device': 'You signed in from a new device',
} as const;

export type AccountChange = keyof typeof HAPPENED;

export const changeInWords = (change: AccountChange): string => HAPPENED[change];
