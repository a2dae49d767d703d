import { type Clock, type Instant, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { type Account, holdAccount } from '../accounts/index.ts';
import { type Changed, notifyChange } from '../notices/index.ts';
import type { Service, ServiceAccountProof } from '../services/index.ts';
import { saveContest } from './contested.queries.ts';
import { linkServiceAccount } from './link-service-account.ts';
import type { Link } from './links.queries.ts';

export interface LinkingDeps {
  /** The caller's transaction. */
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'seal' | 'digest'>;
  issuer: string;
}

interface Linking {
  account: Pick<Account, 'id' | 'email' | 'firstName'>;
  service: Pick<Service, 'id' | 'name' | 'sharingAllowed'>;
  proof: ServiceAccountProof;
  from: Changed['from'];
}

/**
 * Links a proven service account, and tells the owner in the same transaction, with a way to say "this wasn't me".
 * `already-taken`: that it was proven is kept for a while, for Customer Care, who may move the link.
 * `no-account`: disabled or deleted while the service was asked; it must not leave a link of nobody behind.
 */
export async function linkAndTell(
  deps: LinkingDeps,
  { account, service, proof, from }: Linking,
): Promise<Result<Link, 'already-taken' | 'already-linked' | 'no-account'>> {
  if (!(await holdAccount(deps.db, account.id))) return refuse('no-account');
  const linked = await linkServiceAccount(deps, { accountId: account.id, service, proof });
  if (linked.ok) {
    const detail = `${service.name}, as ${linked.value.username}`;
    await notifyChange(deps, { account, change: 'link-added', detail, from });
  } else if (linked.error === 'already-taken') {
    await saveContest(deps.db, contestOf(deps.clock.now(), { account, proof }));
  }
  return linked;
}

const contestOf = (now: Instant, { account, proof }: Pick<Linking, 'account' | 'proof'>) => ({
  accountId: account.id,
  serviceId: proof.serviceId,
  serviceAccountId: proof.account.id,
  username: proof.account.username,
  displayName: proof.account.displayName ?? null,
  secondFactorRequiredAt: proof.account.multiFactorRequired ? now : null,
  provenAt: now,
});
