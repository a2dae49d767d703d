import type { Instant } from '../../kernel/index.ts';

/** Every event, in the words of the product, with the outcomes that it can have. */
interface Outcomes {
  'account-created': 'done';
  'token-sent': 'done' | 'refused';
  'token-given': 'done' | 'refused';

  'password-given': 'done' | 'refused';
  'password-changed': 'done';
  'signed-in': 'done';
  'signed-out': 'done';

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
  'link-ended-by-service': 'account.deleted' | 'account.disabled' | 'account.password-changed';
}

/** Somebody who does something, or whom it concerns. */
export type Party = `account:${string}` | `service:${string}` | `agent:${string}` | 'system' | 'nobody';

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
