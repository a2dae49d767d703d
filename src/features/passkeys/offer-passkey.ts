import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { type ChallengeFor, newChallenge } from './challenge.ts';
import { listPasskeys } from './passkeys.queries.ts';
import { relyingPartyOf } from './relying-party.ts';

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest'>;
  issuer: string;
}

/**
 * What the browser needs to give a passkey (`PublicKeyCredentialRequestOptionsJSON`), always after it has made sure who
 * is there. Where it is not settled whose it has to be, the same is said to everybody: the browser looks for those that
 * it has for us, and nobody learns of an account.
 * @returns undefined where browsers give none at our address, or the account has none
 */
export async function offerPasskey(deps: Deps, what: ChallengeFor): Promise<object | undefined> {
  const rp = relyingPartyOf(deps.issuer);
  if (!rp) return undefined;
  const options = { rpId: rp.id, challenge: newChallenge(deps, what), userVerification: 'required' };
  if (what.accountId === undefined) return options;
  const passkeys = await listPasskeys(deps.db, what.accountId);
  if (passkeys.length === 0) return undefined;
  const allowCredentials = passkeys.map(({ credentialId: id, transports }) => ({
    type: 'public-key',
    id,
    transports,
  }));
  return { ...options, allowCredentials };
}
