import type { Instant } from '../../kernel/index.ts';

/** What fills the letter of each kind of email. */
export interface LetterFields {
  'registration-token': { token: string; link: string; expiresAt: Instant };
  'already-registered': { link: string };
  'account-created': { firstName: string };
  'service-linked': { firstName: string; service: string; username: string; at: Instant };
  'link-ended': { firstName: string; service: string; username: string; at: Instant };
  'password-changed': { firstName: string; changedAt: Instant };
}

/** What fills the text of each kind of SMS. */
export interface TextFields {
  'phone-token': { token: string; expiresAt: Instant };
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
  /** Of use to nobody once its token has expired; a new one is made to send it again. */
  token?: true;
}

export const kinds: Record<MessageKind, Kind> = {
  'registration-token': { channel: 'email', unasked: true, token: true },
  'already-registered': { channel: 'email', unasked: true },
  'account-created': { channel: 'email' },
  'service-linked': { channel: 'email' },
  'link-ended': { channel: 'email' },
  'password-changed': { channel: 'email' },
  'phone-token': { channel: 'sms', token: true },
};

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
    about: `registration:${string}` | `account:${string}`;
    fields: MessageFields[Name];
  };
}[MessageKind];

/** A kind with the fields that belong to it. */
export type FilledLetter = { [Name in LetterKind]: { kind: Name; fields: LetterFields[Name] } }[LetterKind];
export type FilledText = { [Name in TextKind]: { kind: Name; fields: TextFields[Name] } }[TextKind];
