import type { AdapterPayload } from 'oidc-provider';
import type { Instant } from '../../../kernel/index.ts';
import type { ServiceAccount } from '../ports.ts';
import type { StorageDeps } from './storage-deps.ts';

/** What an access token says, and to nobody but us. */
export interface SealedToken {
  payload: AdapterPayload;
  serviceAccount?: ServiceAccount | undefined;
  expiresAt: Instant;
}

type Deps = Pick<StorageDeps, 'sealing'>;

const CONTEXT = 'oidc AccessToken';

/** Bytes. Servers take headers of 8 KB, and some services keep tokens in a cookie. */
const LONGEST = 1500;

/** @returns the token; none where it would be too long */
export function sealToken({ sealing }: Deps, { payload, ...rest }: SealedToken): string | undefined {
  const { jti: _itself, ...facts } = payload;
  const sealed = sealing.seal(JSON.stringify({ ...rest, payload: facts }), CONTEXT);
  return sealed.length > LONGEST ? undefined : sealed;
}

/** What a token says; nothing where it is stored, or none of ours. */
export function openToken({ sealing }: Deps, token: string): SealedToken | undefined {
  // Ids of stored tokens hold no dot.
  if (!token.includes('.')) return undefined;
  try {
    return JSON.parse(sealing.open(token, CONTEXT));
  } catch {
    // Invented, cut short, or sealed with a key that is gone.
    return undefined;
  }
}
