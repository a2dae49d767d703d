import type { Instant } from '../../kernel/index.ts';
import { findDeletion } from '../account-deletion/index.ts';
import { type Account, isActive } from '../accounts/index.ts';
import { canReturnEmail } from '../email-changes/index.ts';
import { listContests, listLinks, PROOF_COUNTS } from '../links/index.ts';
import { findSecondFactor, type SecondFactor } from '../second-factor/index.ts';
import { listQuestions, questionCount } from '../security-questions/index.ts';
import type { Call } from './call.ts';
import { findPermit } from './care.queries.ts';
import type { CareDeps } from './care-deps.ts';
import { type Customer, candidatesFor, customerOf, partyOf, pinOfCustomer } from './customer.ts';
import { recordAct } from './record-act.ts';

/** What an agent may know of a caller before the PIN: that they are there. */
export type FoundCustomer =
  | {
      kind: 'account';
      createdAt: Instant;
      active: boolean;
      /** Only while this agent may act. */
      details: CustomerDetails | undefined;
    }
  | {
      kind: 'registration';
      createdAt: Instant;
      expiresAt: Instant;
      tokenSentAt: Instant | null;
      /** So many others of the address are under way: the PIN tells which is the caller's. */
      others: number;
    };

export interface CustomerDetails {
  mayActUntil: Instant;
  name: string;
  phone: string | null;
  phoneVerified: boolean;
  secondFactor: SecondFactor | undefined;
  /** Customer Care has taken it away, and the next sign-in enrols another one. */
  secondFactorDue: boolean;
  hasQuestions: boolean;
  toBeDeletedAt: Instant | undefined;
  /** A change of the address was undone lately: `return-email` can take that back. */
  emailUndone: boolean;
  links: { serviceId: string; username: string; createdAt: Instant }[];
  /** Proven lately, and linked to somebody else. */
  contested: { serviceId: string; username: string; provenAt: Instant }[];
}

/** Finds an account, or an unfinished registration, by its address; recorded, found or not. */
export async function findForCare(deps: CareDeps, call: Call): Promise<FoundCustomer | undefined> {
  const customer = await customerOf(deps, call);
  const outcome = customer ? 'done' : 'not-found';
  await recordAct(deps, call, { what: 'account-found', outcome, customer });
  if (customer?.kind === 'registration') {
    const { createdAt, expiresAt, tokenSentAt } = customer.registration;
    const others = (await candidatesFor(deps, call.email)).length - 1;
    return { kind: 'registration', createdAt, expiresAt, tokenSentAt, others };
  }
  if (!customer) return undefined;
  const { account } = customer;
  return {
    kind: 'account',
    createdAt: account.createdAt,
    active: isActive(account),
    details: await detailsFor(deps, call, customer, account),
  };
}

async function detailsFor(
  deps: CareDeps,
  { agent }: Call,
  customer: Customer,
  account: Account,
): Promise<CustomerDetails | undefined> {
  const { db, clock } = deps;
  const pin = await pinOfCustomer(deps, customer);
  const held = { customer: partyOf(customer), agent, pinMark: pin?.mark ?? '', now: clock.now() };
  const permit = pin && (await findPermit(db, held));
  if (!permit) return undefined;
  const { id: accountId, firstName, lastName, phone, phoneVerifiedAt, secondFactorDueAt } = account;
  const provenSince = clock.now() - PROOF_COUNTS;
  return {
    mayActUntil: permit.expiresAt,
    name: `${firstName} ${lastName}`,
    phone,
    phoneVerified: phoneVerifiedAt !== null,
    secondFactor: await findSecondFactor(deps, accountId),
    secondFactorDue: secondFactorDueAt !== null,
    hasQuestions: (await listQuestions(db, accountId)).length === questionCount,
    toBeDeletedAt: (await findDeletion(db, accountId))?.dueAt,
    emailUndone: await canReturnEmail(deps, accountId),
    links: await listLinks(db, accountId),
    contested: await listContests(db, { accountId, provenSince }),
  };
}
