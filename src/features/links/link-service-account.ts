import { type Clock, newId, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Service, ServiceAccountProof } from '../services/index.ts';
import { claimLink, deleteEndedLink, findLink, isTakenByAnother, type Link } from './links.queries.ts';
import { ownerKey } from './owner-key.ts';

interface Linking {
  accountId: string;
  service: Pick<Service, 'id' | 'sharingAllowed'>;
  proof: ServiceAccountProof;
}

/**
 * Links a proven service account to an account; `db` is the caller's transaction, where there is one.
 * `already-taken`: it belongs to another account. `already-linked`: this account has a link to that service.
 * @throws when the proof is of another service
 */
export async function linkServiceAccount(
  { db, clock }: { db: Db; clock: Clock },
  { accountId, service, proof }: Linking,
): Promise<Result<Link, 'already-taken' | 'already-linked'>> {
  if (proof.serviceId !== service.id) throw new Error('A proof of one service cannot link another.');
  const now = clock.now();
  const link: Link = {
    id: newId(),
    accountId,
    serviceId: service.id,
    serviceAccountId: proof.account.id,
    username: proof.account.username,
    displayName: proof.account.displayName ?? null,
    secondFactorRequiredAt: proof.account.multiFactorRequired ? now : null,
    createdAt: now,
    lastUsedAt: null,
  };
  // Links made while sharing was allowed have other owner keys; the unique constraint does not see them.
  if (!service.sharingAllowed && (await isTakenByAnother(db, link))) return refuse('already-taken');
  const key = ownerKey({ ...link, sharingAllowed: service.sharingAllowed });
  if (await claimLink(db, { ...link, ownerKey: key })) {
    await deleteEndedLink(db, link);
    return ok(link);
  }
  return refuse((await findLink(db, link)) ? 'already-linked' : 'already-taken');
}
