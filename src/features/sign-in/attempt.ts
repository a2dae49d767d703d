import type { Instant } from '../../kernel/index.ts';

/** What the service asked for with its authorization request. */
export interface AttemptRequest {
  clientId: string;
  /** `prompt` values still pending, e.g. `login`, `select_account`. */
  prompts: string[];
  /** `max_age` in milliseconds. */
  maxAge?: number | undefined;
  /** In the service's order of preference. */
  acrValues: string[];
  loginHint?: string | undefined;
}

/** What the live session of the browser has proven. */
export interface SessionProof {
  accountId: string;
  authenticatedAt: Instant;
  /** RFC 8176 values: `pwd`, `otp`, … */
  methods: string[];
  /** Where a request of its browser has just found it alive: which one it is. */
  uid?: string;
}

/** The service account that a service is opened with: by a link, or this once. */
export interface ProvenServiceAccount {
  /** The service that was asked; a proof counts for no other. */
  serviceId: string;
  /** The service's own canonical id. */
  id: string;
  username: string;
  access: 'linked' | 'once';
  /** The link that stands for it, where one does. */
  linkId?: string | undefined;
  /** The service wants a second factor of whoever has this account. */
  secondFactorRequired?: boolean | undefined;
}

/** One run through sign-in, from arriving at the email page to going back to the service. */
export interface Attempt {
  id: string;
  serviceId: string;
  /** Digests of what the browser must hold: the provider's interaction, and the attempt's own cookie. */
  interaction: string;
  secret: string;
  request: AttemptRequest;
  session: SessionProof | undefined;
  /** Normalised; undefined until the person has typed one. */
  email: string | undefined;
  /** Set when the password was right. */
  accountId: string | undefined;
  passwordAt: Instant | undefined;
  /** Digest of the attempt's own cookie of before, which the password was given under. */
  passwordUnder: string | undefined;
  /** It was reopened for a form that was sent twice: of what was proven in it, the password alone counts. Never at rest. */
  reopened?: true;
  secondFactorAt: Instant | undefined;
  /** When a passkey of the account was given, by somebody whom the authenticator knows: it is both factors in one. */
  passkeyAt: Instant | undefined;
  /** When the emailed token was given that binding a new factor asks for. */
  emailProvenAt: Instant | undefined;
  serviceAccount: ProvenServiceAccount | undefined;
  createdAt: Instant;
  expiresAt: Instant;
  doneAt: Instant | undefined;
}
