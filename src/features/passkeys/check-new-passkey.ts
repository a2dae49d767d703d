import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { spendChallenge } from './challenge.ts';
import { ALGORITHMS } from './offer-new-passkey.ts';
import type { NewPasskey } from './passkey.ts';
import { challengeIn, readNewPasskey } from './posted-passkey.ts';
import { relyingPartyOf } from './relying-party.ts';

/** `over`: its time has passed, or it was answered before. */
export type NewPasskeyRefusal = 'over' | 'not-accepted';

/** Checks what an authenticator has made for this account, in this session. Nothing is kept of it. */
export async function checkNewPasskey(
  deps: { db: Db; clock: Clock; sealing: Pick<Sealing, 'digest'>; issuer: string },
  { accountId, place, posted }: { accountId: string; place: string; posted: string },
): Promise<Result<NewPasskey, NewPasskeyRefusal>> {
  const rp = relyingPartyOf(deps.issuer);
  const made = readNewPasskey(posted);
  const challenge = made && challengeIn(made.response.clientDataJSON);
  if (!rp || !made || challenge === undefined) return refuse('not-accepted');
  if (!(await spendChallenge(deps, { purpose: 'add', place, accountId }, challenge))) return refuse('over');
  // Only whoever has a passkey needs the library: it is large.
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: {
      ...made,
      rawId: made.id,
      response: { ...made.response, transports: [] },
      clientExtensionResults: {},
    },
    expectedChallenge: challenge,
    expectedOrigin: rp.origin,
    expectedRPID: rp.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => ({ verified: false as const, registrationInfo: undefined }));
  if (!verified || !registrationInfo) return refuse('not-accepted');
  const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo;
  return ok({
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: made.response.transports,
    portable: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
  });
}
