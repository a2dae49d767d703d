import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { newChallenge } from './challenge.ts';
import { listPasskeys } from './passkeys.queries.ts';
import { relyingPartyOf } from './relying-party.ts';

/** EdDSA, ES256, RS256 (COSE): what authenticators in use can sign with. */
export const ALGORITHMS = [-8, -7, -257];

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest'>;
  issuer: string;
  brandName: string;
}

/**
 * What the browser needs to make a passkey (`PublicKeyCredentialCreationOptionsJSON`): one that it can find without
 * being told of, where it can; only after it has made sure who is there; and no word on who built the authenticator.
 * @returns undefined where browsers make none at our address
 */
export async function offerNewPasskey(
  deps: Deps,
  {
    account,
    place,
  }: { account: { id: string; email: string; firstName: string; lastName: string }; place: string },
): Promise<object | undefined> {
  const rp = relyingPartyOf(deps.issuer);
  if (!rp) return undefined;
  const present = await listPasskeys(deps.db, account.id);
  return {
    rp: { id: rp.id, name: deps.brandName },
    user: {
      id: Buffer.from(account.id).toString('base64url'),
      name: account.email,
      displayName: `${account.firstName} ${account.lastName}`,
    },
    challenge: newChallenge(deps, { purpose: 'add', place, accountId: account.id }),
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: present.map(({ credentialId: id, transports }) => ({
      type: 'public-key',
      id,
      transports,
    })),
    authenticatorSelection: {
      residentKey: 'preferred',
      requireResidentKey: false,
      userVerification: 'required',
    },
    attestation: 'none',
  };
}
