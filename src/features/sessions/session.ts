import type { Instant } from '../../kernel/index.ts';

/** How long a session lasts, and how long it lasts without use. Milliseconds. */
export interface SessionLimits {
  lifetime: number;
  idle: number;
}

/** What was proven at sign-in. */
export interface SignInProof {
  authenticatedAt: Instant;
  /** RFC 8176 values: `pwd`, `otp`, … */
  amr: string[];
  /** `aal1`, `aal2`. */
  acr: string;
}

/** A browser's signed-in state, shared by all services. */
export interface Session extends SignInProof {
  uid: string;
  accountId: string;
  browser: string | undefined;
  address: string | undefined;
  createdAt: Instant;
  lastSeenAt: Instant;
  expiresAt: Instant;
  /** The services opened in it, by client id. */
  services: Map<string, OpenedService>;
}

export interface OpenedService {
  grantId: string;
  sid: string;
  /** The service account that it was last opened with. */
  serviceAccountId?: string | undefined;
}

/** An ended session of one service, that the service is to be told of. */
export interface LogoutNotice {
  id: string;
  clientId: string;
  accountId: string;
  sid: string;
  createdAt: Instant;
  tries: number;
}
