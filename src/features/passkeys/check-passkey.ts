import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { type ChallengeFor, spendChallenge } from './challenge.ts';
import type { Passkey } from './passkey.ts';
import { findPasskey } from './passkeys.queries.ts';
import { challengeIn, type PostedPasskey, readPasskey } from './posted-passkey.ts';
import { type RelyingParty, relyingPartyOf } from './relying-party.ts';

/** A passkey that was given, with what its authenticator said of it just now. */
export interface CheckedPasskey {
  passkey: Passkey;
  counter: number;
  backedUp: boolean;
}

/**
 * `over`: the challenge's time has passed, or it was answered before; `not-accepted`: whatever else is wrong, and
 * nobody is told what.
 */
export type CheckRefusal = 'over' | 'not-accepted';

/**
 * Checks a passkey that was given for one purpose, in one place: by its signature, for our own address, by an
 * authenticator that made sure who is there. What it was given for counts only once `usePasskey` has noted it.
 */
export async function checkPasskey(
  deps: { db: Db; clock: Clock; sealing: Pick<Sealing, 'digest'>; issuer: string },
  what: ChallengeFor,
  posted: string,
): Promise<Result<CheckedPasskey, CheckRefusal>> {
  const rp = relyingPartyOf(deps.issuer);
  const given = readPasskey(posted);
  const challenge = given && challengeIn(given.response.clientDataJSON);
  if (!rp || !given || challenge === undefined) return refuse('not-accepted');
  if (!(await spendChallenge(deps, what, challenge))) return refuse('over');
  const passkey = await findPasskey(deps.db, given.id);
  if (!passkey || !isOwners(passkey, given, what)) return refuse('not-accepted');
  const said = await verifiedBy(rp, passkey, given, challenge);
  // Whether it can be copied is settled when it is made: an authenticator that says otherwise is another one.
  if (!said || said.portable !== passkey.portable) return refuse('not-accepted');
  return ok({ passkey, counter: said.counter, backedUp: said.backedUp });
}

/** It says by itself whose it is, where it can be found by itself. */
const isOwners = (
  { accountId }: Passkey,
  { response: { userHandle } }: PostedPasskey,
  what: ChallengeFor,
): boolean =>
  (what.accountId === undefined || what.accountId === accountId) &&
  (userHandle === undefined || userHandle === Buffer.from(accountId).toString('base64url'));

async function verifiedBy(
  rp: RelyingParty,
  { credentialId, publicKey }: Passkey,
  given: PostedPasskey,
  challenge: string,
): Promise<{ counter: number; backedUp: boolean; portable: boolean } | undefined> {
  // Only whoever has a passkey needs the library: it is large.
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const { userHandle, ...response } = given.response;
  const answer = await verifyAuthenticationResponse({
    response: {
      ...given,
      rawId: given.id,
      response: { ...response, ...(userHandle !== undefined && { userHandle }) },
      clientExtensionResults: {},
    },
    expectedChallenge: challenge,
    expectedOrigin: rp.origin,
    expectedRPID: rp.id,
    // Its counter is ours to look at: the library would look before the signature, where anybody could lie.
    credential: {
      id: credentialId,
      publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')),
      counter: -1,
    },
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!answer?.verified) return undefined;
  const { newCounter, credentialBackedUp, credentialDeviceType } = answer.authenticationInfo;
  return {
    counter: newCounter,
    backedUp: credentialBackedUp,
    portable: credentialDeviceType === 'multiDevice',
  };
}
