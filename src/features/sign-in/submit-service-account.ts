import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Account } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { findLink, linkServiceAccount } from '../links/index.ts';
import { recordMessage } from '../messages/index.ts';
import { type Service, type ServiceAccountProof, verifyServiceAccount } from '../services/index.ts';
import { giveBack, type SpentTry, spendTry } from '../throttle/index.ts';
import type { Attempt, ProvenServiceAccount } from './attempt.ts';
import { saveProgress } from './attempts.queries.ts';
import type { SignInDeps, Visitor } from './sign-in-deps.ts';

export interface ServiceAccountForm {
  username: string;
  password: string;
  /** Keep it as a link; otherwise it opens the service this once. */
  link: boolean;
}

export type ServiceAccountRefusal =
  | { reason: 'mismatch' | 'locked' | 'password-expired' | 'second-step-required' | 'unavailable' }
  | { reason: 'already-taken' }
  | { reason: 'too-many-tries'; retryAt: Instant };

/**
 * Proves a service account to the service itself, then links it or lets it in this once. The service's
 * password is used for that one question, and kept nowhere.
 * @throws AttemptOver
 */
export async function submitServiceAccount(
  deps: SignInDeps,
  { attempt, account, service }: { attempt: Attempt; account: Account; service: Service },
  form: ServiceAccountForm,
  visitor: Visitor,
): Promise<Result<ProvenServiceAccount, ServiceAccountRefusal>> {
  const counted = await countTry(deps, service, account, form.username);
  if (!counted.ok) return counted;
  const verdict = await verifyServiceAccount(deps, {
    service,
    username: form.username,
    password: form.password,
  });
  // Only a wrong password is a guess; where it was right, or never looked at, the try does not count.
  if (verdict.outcome !== 'mismatch') await Promise.all(counted.value.map((spent) => giveBack(deps, spent)));
  if (verdict.outcome !== 'match') {
    await recordEvent(deps, { ...happening(account, service, visitor), outcome: verdict.outcome });
    return refuse({ reason: verdict.outcome });
  }
  return acceptMatch(deps, { attempt, account, service, proof: verdict, link: form.link }, visitor);
}

async function countTry(
  deps: SignInDeps,
  service: Service,
  account: Account,
  username: string,
): Promise<Result<SpentTry[], ServiceAccountRefusal>> {
  const ofUsername = await spendTry(deps, 'service-credentials-of-username', [service.id, username]);
  if (!ofUsername.ok) return refuse({ reason: 'too-many-tries', retryAt: ofUsername.error.retryAt });
  const ofAccount = await spendTry(deps, 'service-credentials-of-account', account.id);
  if (ofAccount.ok) return ok([ofUsername.value, ofAccount.value]);
  await giveBack(deps, ofUsername.value);
  return refuse({ reason: 'too-many-tries', retryAt: ofAccount.error.retryAt });
}

interface Accepting {
  attempt: Attempt;
  account: Account;
  service: Service;
  proof: ServiceAccountProof;
  link: boolean;
}

/** In one transaction: the link with its notice, and the proof that this attempt goes on with. */
async function acceptMatch(
  deps: SignInDeps,
  { attempt, account, service, proof, link }: Accepting,
  visitor: Visitor,
): Promise<Result<ProvenServiceAccount, ServiceAccountRefusal>> {
  const { clock } = deps;
  const event = happening(account, service, visitor);
  return deps.db.transaction().execute(async (trx) => {
    const inTransaction = { ...deps, db: trx };
    const kept = link ? await keepLink(inTransaction, { account, service, proof }) : 'once';
    if (kept === 'already-taken') {
      await recordEvent({ db: trx, clock }, { ...event, outcome: kept });
      return refuse({ reason: kept });
    }
    const { id, username } = proof.account;
    const proven: ProvenServiceAccount = { serviceId: service.id, id, username, access: kept };
    await saveProgress(trx, attempt, { serviceAccount: proven });
    await recordEvent({ db: trx, clock }, { ...event, outcome: kept });
    return ok(proven);
  });
}

/**
 * Links, and tells the owner. Where the account has a link to the service already (made in another tab a
 * moment ago), that one stays; another service account than its own opens the service this once.
 */
async function keepLink(
  deps: SignInDeps,
  { account, service, proof }: Pick<Accepting, 'account' | 'service' | 'proof'>,
): Promise<'linked' | 'once' | 'already-taken'> {
  const linked = await linkServiceAccount(deps, { accountId: account.id, service, proof });
  if (!linked.ok && linked.error === 'already-taken') return 'already-taken';
  if (!linked.ok) {
    const link = await findLink(deps.db, { accountId: account.id, serviceId: service.id });
    return link?.serviceAccountId === proof.account.id ? 'linked' : 'once';
  }
  await recordMessage(deps, {
    kind: 'service-linked',
    to: account.email,
    about: `account:${account.id}`,
    fields: {
      firstName: account.firstName,
      service: service.name,
      username: proof.account.username,
      at: deps.clock.now(),
    },
  });
  return 'linked';
}

const happening = (account: Account, service: Service, { address, reference }: Visitor) =>
  ({
    what: 'service-account-proven',
    who: `account:${account.id}`,
    serviceId: service.id,
    from: address,
    reference,
  }) as const;
