import type { Instant } from '../../kernel/index.ts';

/** A passkey of an account: its public half. */
export interface PasskeysTable {
  id: string;
  accountId: string;
  /** Base64url; no two passkeys share one. */
  credentialId: string;
  /** COSE key in base64url. */
  publicKey: string;
  counter: number;
  /** Separated by spaces. */
  transports: string;
  /** `portable`: it may be copied to other devices; `bound`: it stays in the device that made it. */
  kind: 'portable' | 'bound';
  /** When it was first seen to be kept elsewhere too; null where it is not. */
  backedUpAt: Instant | null;
  name: string;
  createdAt: Instant;
  lastUsedAt: Instant | null;
}

/** A challenge that has been answered, rightly or not. The row goes once nobody could answer it any more. */
export interface PasskeyAnswersTable {
  /** Digest of the challenge. */
  challenge: string;
  expiresAt: Instant;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    passkeys: PasskeysTable;
    passkeyAnswers: PasskeyAnswersTable;
  }
}
