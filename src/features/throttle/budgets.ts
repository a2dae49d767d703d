import { days, hours, minutes, seconds } from '../../kernel/index.ts';

export interface Budget {
  tries: number;
  /** In milliseconds. */
  within: number;
  /**
   * How the subject is read: an `id` as it stands, a `spelling` in which people and attackers vary, a
   * client's `address` as its block (IPv4 /24, IPv6 /56).
   */
  of: 'id' | 'spelling' | 'address';
  /**
   * Guessing is counted until it has rested for the whole of `within`, so that no stretch of that length
   * ever holds more tries than the budget. Capacity starts afresh once `within` has passed since the first.
   */
  against: 'guessing' | 'flooding';
}

const LIFETIME = days(36_500);

/** Every budget of the product. The wait after wrong passwords has a rule of its own: password-wait.ts. */
export const budgets = {
  'sign-in-tries': { tries: 100, within: minutes(10), of: 'address', against: 'flooding' },
  'address-look-ups': { tries: 100, within: minutes(10), of: 'address', against: 'flooding' },
  /**
   * Of devices that an account has been used with, in the place of both and of `recoveries`; see `spendTryFromHere`. Subject:
   * the account.
   */
  'tries-of-known-devices': { tries: 100, within: minutes(10), of: 'id', against: 'flooding' },
  /** Authorization requests that need a page; those that go through on the session are not counted. */
  arrivals: { tries: 300, within: minutes(10), of: 'address', against: 'flooding' },
  /** When those are spent: of devices that an account has been signed in with. Subject: the account. */
  'arrivals-of-known-devices': { tries: 100, within: minutes(10), of: 'id', against: 'flooding' },
  registrations: { tries: 20, within: hours(1), of: 'address', against: 'flooding' },

  /** Of a browser that has a registration, or a new password to choose. */
  'password-checks': { tries: 200, within: minutes(10), of: 'id', against: 'flooding' },

  /** New passwords and answers to security questions of whoever registers: each costs a hash, and one form three. */
  'registration-hashes': { tries: 40, within: minutes(10), of: 'address', against: 'flooding' },

  /**
   * Of whoever has proven the password: each change in Manage My Account, and each new password for one that has expired or been
   * forgotten, costs hashes, however right everything is. Subject: the account.
   */
  confirmations: { tries: 40, within: minutes(10), of: 'id', against: 'flooding' },
  'new-passwords': { tries: 20, within: minutes(10), of: 'id', against: 'flooding' },

  'codes-of-attempt': { tries: 5, within: days(1), of: 'id', against: 'guessing' },
  'codes-of-account': { tries: 20, within: hours(1), of: 'id', against: 'guessing' },
  /** Cleared by a right code; when it is spent, the OTP app is blocked and not the person. */
  'codes-in-a-row': { tries: 100, within: LIFETIME, of: 'id', against: 'guessing' },

  /** Wrong tries of one token are counted with the token itself. */
  'new-token-pause': { tries: 1, within: seconds(60), of: 'spelling', against: 'flooding' },
  'new-tokens': { tries: 5, within: hours(1), of: 'spelling', against: 'flooding' },

  /**
   * Sent to new addresses and numbers: who has an account could write to many of them, one after the other. And to its
   * own, from however many browsers that it has been signed in with.
   */
  'new-tokens-of-account': { tries: 10, within: hours(1), of: 'id', against: 'flooding' },

  /** Subject: the service's id and the username, over all accounts and addresses. */
  'service-credentials-of-username': { tries: 5, within: minutes(15), of: 'spelling', against: 'guessing' },
  'service-credentials-of-account': { tries: 10, within: hours(1), of: 'id', against: 'guessing' },
  /** Right ones too, and those that the service does not look at: each has it asked. Subject: the account. */
  'service-asks': { tries: 60, within: minutes(10), of: 'id', against: 'flooding' },

  recoveries: { tries: 20, within: hours(1), of: 'address', against: 'flooding' },
  'answers-of-recovery': { tries: 5, within: hours(1), of: 'id', against: 'guessing' },
  /** Of an address without an account, the address. */
  'answers-of-account': { tries: 10, within: hours(1), of: 'id', against: 'guessing' },
  /** "This wasn't me": links that open nothing. */
  'notice-links': { tries: 60, within: minutes(10), of: 'address', against: 'flooding' },

  /** Pages that say what is wrong with a form, kept for browsers without scripts: whoever is over it gets them without that. */
  'kept-pages': { tries: 200, within: minutes(10), of: 'address', against: 'flooding' },

  'wrong-pins': { tries: 5, within: days(1), of: 'id', against: 'guessing' },

  /** Mail that a stranger can cause by typing an address; what is over it waits, and lapses with its token. */
  'unasked-mail-to-address': { tries: 20, within: days(1), of: 'spelling', against: 'flooding' },
  'mail-to-address': { tries: 60, within: days(1), of: 'spelling', against: 'flooding' },
  'all-mail': { tries: 20_000, within: hours(1), of: 'id', against: 'flooding' },

  /** Each text costs, and there are ranges of numbers whose owners are paid for what they receive (SMS pumping). */
  'texts-to-number': { tries: 5, within: hours(1), of: 'id', against: 'flooding' },
  'texts-to-number-daily': { tries: 10, within: days(1), of: 'id', against: 'flooding' },
  /** Subject: the country calling code and the next three digits. */
  'texts-to-prefix': { tries: 50, within: hours(1), of: 'id', against: 'flooding' },
  'all-texts': { tries: 1000, within: hours(1), of: 'id', against: 'flooding' },
} as const satisfies Record<string, Budget>;

export type BudgetName = keyof typeof budgets;
