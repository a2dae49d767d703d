import type { Instant } from '../../kernel/index.ts';
import type { AccountChange } from './account-change.ts';

/** What fills the letter of each kind of email. */
export interface LetterFields {
  'registration-token': { token: string; link: string; expiresAt: Instant };
  'already-registered': { link: string };
  'account-created': { firstName: string };
  'link-ended': { firstName: string; service: string; username: string; at: Instant };
  // Recorded by the first version; some may still wait.
  'service-linked': { firstName: string; service: string; username: string; at: Instant };
  'password-changed': { firstName: string; changedAt: Instant };
  'second-factor-token': { firstName: string; token: string; expiresAt: Instant };
  'recovery-token': { token: string; link: string; expiresAt: Instant };
  /** The same, asked for in a browser with which the account has been used: no stranger can cause it. */
  'recovery-token-known-device': LetterFields['recovery-token'];
  /** Instead of a text, where there is no verified number. */
  'recovery-without-text': { link: string };
  /** Instead of both, where there is no account: the worker decides. */
  'recovery-without-account': { link: string };
  /** To a new address that has not been proven: nothing of the account is in it. */
  'email-change-token': { token: string; link: string; expiresAt: Instant };
  /** What is sent in its place where the address has an account already. */
  'email-change-taken': { link: string };
  /** `link`: "this wasn't me"; those that were recorded before it was in them still wait for their turn. */
  'email-change-asked': { firstName: string; to: string; link?: string } & Whence;
  /** To an address that was left, with the link that goes back to it. */
  'email-changed': { firstName: string; left: string; to: string; back: string; link: string } & Whence;
  'email-arrived': { firstName: string; left: string; at: Instant };
  /** To an address that was left for one before it. */
  'email-left': { at: Instant };
  /** To an address that an undo had led back to, and that Customer Care has taken the account from again. */
  'email-returned': { at: Instant };
  'deletion-asked': { firstName: string; dueAt: Instant; link: string } & Whence;
  'password-ends': { firstName: string; endsAt: Instant; days: number; link: string };
  /** An agent of Customer Care was asked on the phone for a way to a new password. */
  'reset-started': { firstName: string; at: Instant; link: string };
  'account-changed': {
    firstName: string;
    /** One of `AccountChange` of the notices. */
    change: AccountChange;
    detail: string | undefined;
    at: Instant;
    address: string | undefined;
    browser: string | undefined;
    /** What else the owner should know of the account then, each under a term of its own. */
    besides?: readonly (readonly [term: string, text: string])[] | undefined;
    /** Where somebody else did it at the owner's wish. */
    by?: 'customer-care' | undefined;
    /** "This wasn't me". */
    link: string;
  };
}

/** When something was done, and from where. */
interface Whence {
  at: Instant;
  address: string | undefined;
  browser: string | undefined;
}

/** What fills the text of each kind of SMS. */
export interface TextFields {
  'phone-token': { token: string; expiresAt: Instant };
  'recovery-text': { token: string; expiresAt: Instant };
}

export type MessageFields = LetterFields & TextFields;
export type MessageKind = keyof MessageFields;
export type LetterKind = keyof LetterFields;
export type TextKind = keyof TextFields;
export type Channel = 'email' | 'sms';

interface Kind {
  channel: Channel;
  /** A stranger can cause it by typing an address. */
  unasked?: true;
  /** Tells the owner of what an attacker may have done: always sent, since whoever can have notices suppressed may be that attacker. */
  security?: true;
  /** Of use to nobody once its token has expired; a new one is made to send it again. */
  token?: true;
}

export const kinds: Record<MessageKind, Kind> = {
  'registration-token': { channel: 'email', unasked: true, token: true },
  'already-registered': { channel: 'email', unasked: true },
  'account-created': { channel: 'email' },
  'service-linked': { channel: 'email' },
  'link-ended': { channel: 'email', security: true },
  'password-changed': { channel: 'email', security: true },
  'second-factor-token': { channel: 'email', token: true },
  'email-change-token': { channel: 'email', unasked: true, token: true },
  'email-change-taken': { channel: 'email', unasked: true },
  'email-change-asked': { channel: 'email', security: true },
  'email-changed': { channel: 'email', security: true },
  'email-arrived': { channel: 'email' },
  'email-left': { channel: 'email' },
  'email-returned': { channel: 'email', security: true },
  'deletion-asked': { channel: 'email', security: true },
  'password-ends': { channel: 'email' },
  'reset-started': { channel: 'email', security: true },
  'account-changed': { channel: 'email', security: true },
  'recovery-token': { channel: 'email', unasked: true, token: true },
  'recovery-token-known-device': { channel: 'email', token: true },
  'recovery-without-text': { channel: 'email', unasked: true },
  'recovery-without-account': { channel: 'email', unasked: true },
  'phone-token': { channel: 'sms', token: true },
  'recovery-text': { channel: 'sms', token: true },
};

/** Kinds that carry a token. */
export const tokenKinds: readonly string[] = Object.keys(kinds).filter((kind) => kindOf(kind).token);

/** The rule of a kind that was read from the database. @throws where no version of ours has written it */
export function kindOf(kind: string): Kind {
  if (!(kind in kinds)) throw new Error(`There is no kind of message "${kind}".`);
  return kinds[kind as MessageKind];
}

export type NewMessage = {
  [Name in MessageKind]: {
    kind: Name;
    /** A stored, normalised address; for an SMS a number in E.164. */
    to: string;
    /** What it is about: how its report is found. */
    about: `registration:${string}` | `recovery:${string}` | `account:${string}`;
    fields: MessageFields[Name];
    /** Whose it is, where it is about something that ends sooner, such as a recovery: it goes with the account. */
    accountId?: string | undefined;
  };
}[MessageKind];

/** A kind with the fields that belong to it. */
export type FilledLetter = { [Name in LetterKind]: { kind: Name; fields: LetterFields[Name] } }[LetterKind];
export type FilledText = { [Name in TextKind]: { kind: Name; fields: TextFields[Name] } }[TextKind];
