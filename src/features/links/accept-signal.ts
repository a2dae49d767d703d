import { type Clock, type Instant, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { findAccount, isActive } from '../accounts/index.ts';
import { type AuditEvent, recordEvent } from '../audit/index.ts';
import { recordMessage } from '../messages/index.ts';
import { deleteContestsBefore, deleteContestsTo } from './contested.queries.ts';
import {
  claimSignal,
  deleteLinksTo,
  findSignalEffect,
  insertEndedLink,
  type Link,
  removeSignalsBefore,
  saveSignalEffect,
} from './links.queries.ts';
import { PROOF_COUNTS } from './move-link.ts';

/** What a service may tell of one of its accounts; each ends the links to it. */
export const signalTypes = ['account.deleted', 'account.disabled', 'account.password-changed'] as const;

/** Longer than a signed call is fresh, before and after our clock: after that no repetition gets this far. */
const REMEMBERED = minutes(15);

interface Signal {
  serviceId: string;
  /** As its owners know the service. */
  serviceName: string;
  /** The signed call's own id: the same call sent again has the same. */
  signalId: string;
  type: (typeof signalTypes)[number];
  serviceAccountId: string;
  from?: string | undefined;
  reference?: string | undefined;
}

interface Ended {
  serviceId: string;
  serviceAccountId: string;
  accountIds: string[];
}

export interface AcceptSignalDeps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'seal'>;
  /**
   * Ends what these accounts have opened at the service, and what anybody has opened there with the service
   * account, linked or once, in the transaction that ends the links.
   * @returns ids of the accounts for which something was open there
   */
  endServiceSessions(trx: Db, ended: Ended): Promise<{ accountIds: string[] }>;
  /** Sign-ins under way are to stand no longer on what was proven of the service account. */
  forgetProofsOf(trx: Db, of: Pick<Ended, 'serviceId' | 'serviceAccountId'>): Promise<void>;
}

/**
 * Ends the links to a service account, and what was opened with it, because its service says so. A
 * repeated signal ends nothing more, not even a link made since, and is answered as the first one was.
 * @returns ids of the accounts that were linked
 */
export async function acceptSignal(
  deps: AcceptSignalDeps,
  signal: Signal,
): Promise<{ accountIds: string[] }> {
  const { serviceId, signalId, serviceAccountId } = signal;
  return deps.db.transaction().execute(async (trx) => {
    const now = deps.clock.now();
    if (!(await claimSignal(trx, { serviceId, signalId, receivedAt: now }))) {
      return { accountIds: await findSignalEffect(trx, signal) };
    }
    const inTransaction = { ...deps, db: trx };
    const ended = await deleteLinksTo(trx, signal);
    await deleteContestsTo(trx, signal);
    await deps.forgetProofsOf(trx, { serviceId, serviceAccountId });
    const accountIds = ended.map((link) => link.accountId);
    const opened = await deps.endServiceSessions(trx, { serviceId, serviceAccountId, accountIds });
    for (const accountId of opened.accountIds.filter((id) => !accountIds.includes(id))) {
      await recordEvent(inTransaction, { ...happening(signal, accountId), what: 'access-ended-by-service' });
    }
    if (ended.length > 0) await saveSignalEffect(trx, signal, accountIds);
    for (const link of ended) await endLink(inTransaction, { signal, link, now });
    return { accountIds };
  });
}

/** What becomes of a link that is gone: the audit knows, its owner is told now, and once more at the next visit. */
async function endLink(
  deps: Pick<AcceptSignalDeps, 'db' | 'clock' | 'sealing'>,
  { signal, link, now }: { signal: Signal; link: Link; now: Instant },
): Promise<void> {
  await recordEvent(deps, { ...happening(signal, link.accountId), what: 'link-ended-by-service' });
  await insertEndedLink(deps.db, link, now);
  const owner = await findAccount(deps.db, link.accountId);
  if (!isActive(owner)) return;
  await recordMessage(deps, {
    kind: 'link-ended',
    to: owner.email,
    about: `account:${owner.id}`,
    fields: { firstName: owner.firstName, service: signal.serviceName, username: link.username, at: now },
  });
}

const happening = ({ serviceId, type, from, reference }: Signal, accountId: string) =>
  ({
    outcome: type,
    who: `service:${serviceId}`,
    whom: `account:${accountId}`,
    serviceId,
    from,
    reference,
  }) satisfies Omit<AuditEvent, 'what'>;

/** Forgets signals that are too old to be accepted again, and proofs on which no link is moved any more. */
export async function sweepSignals({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  await removeSignalsBefore(db, clock.now() - REMEMBERED);
  await deleteContestsBefore(db, clock.now() - PROOF_COUNTS);
}
