import type { Instant } from '../../kernel/index.ts';

/** What an authenticator has made, checked and not yet anybody's. */
export interface NewPasskey {
  /** The authenticator's own name for it, in base64url: random, and told to browsers that are to find it. */
  credentialId: string;
  /** COSE key in base64url. */
  publicKey: string;
  /** How often the authenticator says that it has signed; 0 where it does not count. */
  counter: number;
  /** How a browser can reach it: `internal`, `hybrid`, `usb`, … */
  transports: readonly string[];
  /** Whether it can leave the device that made it, as passkeys that are synchronised do. This never changes. */
  portable: boolean;
  /** Whether a copy of it is kept elsewhere. */
  backedUp: boolean;
}

export interface Passkey extends NewPasskey {
  /** Names it on our own pages. */
  id: string;
  accountId: string;
  /** The browser and system that it was made with, in words. */
  name: string;
  createdAt: Instant;
  lastUsedAt: Instant | undefined;
}
