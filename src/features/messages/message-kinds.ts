import type { Instant } from '../../kernel/index.ts';

/** What fills the letter of each kind. */
export interface MessageFields {
  'registration-token': { token: string; link: string; expiresAt: Instant };
  'already-registered': { link: string };
  'account-created': { firstName: string };
  'service-linked': { firstName: string; service: string; username: string; at: Instant };
  'password-changed': { firstName: string; changedAt: Instant };
}

export type MessageKind = keyof MessageFields;

export type NewMessage = {
  [Kind in MessageKind]: {
    kind: Kind;
    /** A stored, normalised address. */
    to: string;
    /** What it is about: how its report is found. */
    about: `registration:${string}` | `account:${string}`;
    fields: MessageFields[Kind];
  };
}[MessageKind];

/** A kind with the fields that belong to it. */
export type Filled = { [Kind in MessageKind]: { kind: Kind; fields: MessageFields[Kind] } }[MessageKind];

/** Kinds that a stranger can cause by typing an address. */
export const unaskedKinds: readonly string[] = [
  'registration-token',
  'already-registered',
] satisfies MessageKind[];
