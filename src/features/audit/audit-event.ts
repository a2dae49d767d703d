import type { Instant } from '../../kernel/index.ts';

/** Every event, in the words of the product, with the outcomes that it can have. */
interface Outcomes {
  'account-created': 'done';
  'token-sent': 'done' | 'refused';
  'token-given': 'done' | 'refused';

  'password-given': 'done' | 'refused';
  'second-factor-given': 'totp' | 'recovery-code' | 'passkey' | 'refused';
  /** In place of the password at sign-in, or before a change; a counter that went back tells of a copy. */
  'passkey-given': 'done' | 'refused' | 'counter-went-back';
  'passkey-added': 'done';
  'passkey-removed': 'done';
  'totp-bound': 'done';
  'totp-replaced': 'done';
  'totp-removed': 'done';
  'recovery-codes-renewed': 'done';
  'password-changed': 'done';
  'password-expiration-changed': 'done';
  'questions-changed': 'done';
  'recovery-begun': 'done';
  'answers-given': 'done' | 'refused';
  'password-reset': 'done';
  /** The owner has followed the link of a notice: "this wasn't me". */
  'change-refuted': 'done';
  'signed-in': 'done';
  'signed-out': 'done';
  'session-ended': 'done';

  'names-changed': 'done';
  'pin-shown': 'done';
  'pin-changed': 'done';
  'email-change-asked': 'done';
  'email-change-cancelled': 'done';
  'email-changed': 'done';
  'email-change-undone': 'done';
  'phone-changed': 'done';
  'phone-verified': 'done';
  'phone-removed': 'done';

  /** By its owner, or by an agent of Customer Care. */
  'link-removed': 'done' | CareRefusal;
  'account-copied': 'done';
  'account-deletion-asked': 'done';
  'account-kept': 'done';
  'account-deleted': 'done';
  /** The database went back to an earlier state: what was sealed after that is not in the chain any more. */
  'backup-restored': 'done';

  'service-account-proven':
    | 'linked'
    | 'once'
    | 'already-taken'
    | 'mismatch'
    | 'locked'
    | 'password-expired'
    | 'second-step-required'
    | 'unavailable';
  /** By an agent of Customer Care, as is what follows; `account-found` finds unfinished registrations too. */
  'account-found': 'done' | 'not-found';
  'pin-checked': 'yes' | 'no' | 'too-many-tries' | 'not-found';
  'questions-read': 'done' | CareRefusal;
  'messages-read': 'done' | CareRefusal;
  'message-resent': 'done' | CareRefusal;
  'account-unlocked': 'done' | CareRefusal;
  'reset-started': 'done' | CareRefusal;
  'second-factor-reset': 'done' | CareRefusal;
  /** To the account that it concerns, from whoever had it: to those it is removed. */
  'link-moved': 'done' | CareRefusal;
  'sessions-ended': 'done' | CareRefusal;
  /** The address again that an undo had taken the account from. */
  'email-returned': 'done' | CareRefusal;

  /** By the service's own signed call; the outcome says what became of the service account. */
  'link-ended-by-service': SignalType;
  /** The same, for somebody who had opened the service with that service account just once. */
  'access-ended-by-service': SignalType;
}

/** `no-pin`: the caller's PIN was not right before, or too long ago. `not-possible`: there was nothing to do it to. */
type CareRefusal = 'no-pin' | 'not-possible' | 'not-found';

type SignalType = 'account.deleted' | 'account.disabled' | 'account.password-changed';

/** Somebody who does something, or whom it concerns. */
export type Party =
  | `account:${string}`
  | `registration:${string}`
  | `service:${string}`
  | `agent:${string}`
  | 'operator'
  | 'system'
  | 'nobody';

interface Circumstances {
  who: Party;
  /** Whom it concerns, where that is somebody else than who did it. */
  whom?: Party | undefined;
  serviceId?: string | undefined;
  /** The client's address. */
  from?: string | undefined;
  /** Browser and system in words of ours: nothing that a browser says of itself gets here as it stands. */
  browser?: string | undefined;
  /** Reference number of the request or attempt. */
  reference?: string | undefined;
  /** Why an agent did it, in their words: agents are told to put no secret there. */
  reason?: string | undefined;
  /** At a command line: the user that the operating system knows, beside the name that was typed. */
  operatingUser?: string | undefined;
}

/** But for an agent's reason there is no field for free text: whatever could hold a secret has no place here. */
export type AuditEvent = {
  [What in keyof Outcomes]: Circumstances & { what: What; outcome: Outcomes[What] };
}[keyof Outcomes];

export type RecordedEvent = AuditEvent & { id: string; at: Instant };
