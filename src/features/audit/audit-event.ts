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

  'link-removed': 'done';
  'account-copied': 'done';
  'account-deletion-asked': 'done';
  'account-kept': 'done';
  'account-deleted': 'done';

  'service-account-proven':
    | 'linked'
    | 'once'
    | 'already-taken'
    | 'mismatch'
    | 'locked'
    | 'password-expired'
    | 'second-step-required'
    | 'unavailable';
  /** By the service's own signed call; the outcome says what became of the service account. */
  'link-ended-by-service': SignalType;
  /** The same, for somebody who had opened the service with that service account just once. */
  'access-ended-by-service': SignalType;
}

type SignalType = 'account.deleted' | 'account.disabled' | 'account.password-changed';

/** Somebody who does something, or whom it concerns. */
export type Party =
  | `account:${string}`
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
  /** Reference number of the request or attempt. */
  reference?: string | undefined;
}

/** There is no field for free text: whatever could hold a secret has no place here. */
export type AuditEvent = {
  [What in keyof Outcomes]: Circumstances & { what: What; outcome: Outcomes[What] };
}[keyof Outcomes];

export type RecordedEvent = AuditEvent & { id: string; at: Instant };
