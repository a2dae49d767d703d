import { ok, type Result, refuse } from '../../kernel/index.ts';
import type { Account } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import {
  findLink,
  linkAndTell,
  type ProofRefusal,
  proveServiceAccount,
  provingEvent,
} from '../links/index.ts';
import type { Service, ServiceAccountProof } from '../services/index.ts';
import type { Attempt, ProvenServiceAccount } from './attempt.ts';
import { AttemptOver, saveProgress } from './attempts.queries.ts';
import { fromOf, type SignInDeps, type Visitor } from './sign-in-deps.ts';

export interface ServiceAccountForm {
  username: string;
  password: string;
  /** Keep it as a link; otherwise it opens the service this once. */
  link: boolean;
}

export type ServiceAccountRefusal = ProofRefusal | { reason: 'already-taken' };

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
  const proven = await proveServiceAccount(deps, { account, service, ...visitor }, form);
  if (!proven.ok) return proven;
  return acceptMatch(deps, { attempt, account, service, proof: proven.value, link: form.link }, visitor);
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
  const event = provingEvent({ account, service, ...visitor });
  return deps.db.transaction().execute(async (trx) => {
    const inTransaction = { ...deps, db: trx };
    const kept = link ? await keepLink(inTransaction, { account, service, proof }, visitor) : 'once';
    if (kept === 'already-taken') {
      await recordEvent({ db: trx, clock }, { ...event, outcome: kept });
      return refuse({ reason: kept });
    }
    const { id, username, multiFactorRequired } = proof.account;
    const proven: ProvenServiceAccount = {
      serviceId: service.id,
      id,
      username,
      access: kept,
      ...(multiFactorRequired && { secondFactorRequired: true }),
    };
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
  visitor: Visitor,
): Promise<'linked' | 'once' | 'already-taken'> {
  const linked = await linkAndTell(deps, { account, service, proof, from: fromOf(visitor) });
  if (linked.ok) return 'linked';
  if (linked.error === 'already-taken') return 'already-taken';
  if (linked.error === 'no-account') throw new AttemptOver();
  const link = await findLink(deps.db, { accountId: account.id, serviceId: service.id });
  return link?.serviceAccountId === proof.account.id ? 'linked' : 'once';
}
