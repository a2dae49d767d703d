import type { Activity } from '../../../../features/audit/index.ts';

/** What happened, in the words of the person that it happened to. */
const HAPPENED: Readonly<Record<string, string>> = {
  'account-created': 'Account created',
  'token-sent': 'Token sent',
  'token-given': 'Token entered',
  'password-given': 'Password entered',
  'second-factor-given': 'Second factor given',
  'passkey-given': 'Passkey used',
  'passkey-added': 'Passkey added',
  'passkey-removed': 'Passkey removed',
  'totp-bound': 'OTP app turned on',
  'totp-replaced': 'OTP app replaced',
  'totp-removed': 'OTP app turned off',
  'recovery-codes-renewed': 'Recovery codes renewed',
  'password-changed': 'Password changed',
  'recovery-begun': 'Reset of the password begun',
  'answers-given': 'Security questions answered',
  'password-reset': 'Password reset',
  'change-refuted': '“This wasn’t me” was pressed',
  'password-expiration-changed': 'Password expiration changed',
  'questions-changed': 'Security questions replaced',
  'signed-in': 'Signed in',
  'signed-out': 'Signed out',
  'session-ended': 'Session ended',
  'names-changed': 'Name changed',
  'pin-shown': 'PIN shown',
  'pin-changed': 'PIN changed',
  'email-change-asked': 'Change of the email address asked for',
  'email-change-cancelled': 'Change of the email address called off',
  'email-changed': 'Email address changed',
  'email-change-undone': 'Change of the email address undone',
  'phone-changed': 'Mobile phone number changed',
  'phone-verified': 'Mobile phone number verified',
  'phone-removed': 'Mobile phone number removed',
  'service-account-proven': 'Service account checked',
  'link-removed': 'Link removed',
  'link-ended-by-service': 'Link ended by the service',
  'access-ended-by-service': 'Access ended by the service',
  'account-copied': 'Copy of my data downloaded',
  'account-deletion-asked': 'Deletion of the account asked for',
  'account-kept': 'Account kept',
  'account-deleted': 'Account deleted',
};

/** What an agent did, which of them is nobody's business but the company's. */
const DONE_BY_CARE: Readonly<Record<string, string>> = {
  'account-found': 'Customer Care looked for your account',
  'pin-checked': 'Customer Care asked for your PIN',
  'messages-read': 'Customer Care looked at what was sent to you',
  'message-resent': 'Customer Care sent you a message again',
  'account-unlocked': 'Customer Care unlocked your account',
  'reset-started': 'Customer Care started a reset of your password',
  'questions-read': 'Customer Care read your security questions',
  'answers-given': 'Customer Care was given your answers',
  'second-factor-reset': 'Customer Care reset your second factor',
  'link-moved': 'Customer Care moved a link to your account',
  'link-removed': 'Customer Care removed a link',
  'sessions-ended': 'Customer Care ended your sessions',
  'email-returned': 'Customer Care gave your account its email address again',
};

const OUTCOMES: Readonly<Record<string, string>> = {
  done: 'Done',
  refused: 'Refused',
  totp: 'Right, by OTP app',
  'recovery-code': 'Right, by recovery code',
  passkey: 'Right, by passkey',
  'counter-went-back': 'Refused: the passkey may have been copied',
  linked: 'Linked',
  once: 'Opened this once',
  'already-taken': 'Refused: linked to another account',
  mismatch: 'Refused: wrong username or password',
  locked: 'Refused: locked at the service',
  'password-expired': 'Refused: password expired at the service',
  'second-step-required': 'Refused: the service asks for a second step',
  unavailable: 'The service could not be reached',
  'account.deleted': 'The service account was deleted',
  'account.disabled': 'The service account was disabled',
  'account.password-changed': 'The password at the service was changed',
  'no-pin': 'Refused: your PIN was not given before',
  'not-possible': 'Not possible',
};

const OUTCOMES_OF: Readonly<Record<string, string>> = {
  'password-given refused': 'Refused: wrong password',
  'password-given done': 'Right',
  'second-factor-given refused': 'Refused: wrong code',
  'passkey-given done': 'Right',
  'answers-given done': 'Right',
  'answers-given refused': 'Refused: wrong answers',
  'token-given done': 'Right',
  'token-given refused': 'Refused: wrong or expired',
  'pin-checked yes': 'Right',
  'pin-checked no': 'Refused: wrong PIN',
  'pin-checked too-many-tries': 'Refused: too many wrong PINs in a day',
};

/** An event that has no words here yet is said by its name. */
export const happened = ({ what, by }: Pick<Activity, 'what' | 'by'>): string =>
  (by === 'agent' ? DONE_BY_CARE[what] : undefined) ?? HAPPENED[what] ?? asWords(what);

export const outcomeOf = ({ what, outcome }: Pick<Activity, 'what' | 'outcome'>): string =>
  OUTCOMES_OF[`${what} ${outcome}`] ?? OUTCOMES[outcome] ?? asWords(outcome);

const asWords = (name: string): string => {
  const words = name.replaceAll(/[-.]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
