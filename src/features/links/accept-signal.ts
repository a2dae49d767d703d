import { type Clock, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type AuditEvent, recordEvent } from '../audit/index.ts';
import {
  claimSignal,
  deleteLinksTo,
  findSignalEffect,
  removeSignalsBefore,
  saveSignalEffect,
} from './links.queries.ts';

/** What a service may tell of one of its accounts; each ends the links to it. */
export const signalTypes = ['account.deleted', 'account.disabled', 'account.password-changed'] as const;

/** Longer than a signed call is fresh, before and after our clock: after that no repetition gets this far. */
const REMEMBERED = minutes(15);

interface Signal {
  serviceId: string;
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
  /**
   * Ends what these accounts have opened at the service, and what anybody has opened there with the service
   * account, linked or once, in the transaction that ends the links.
   */
  endServiceSessions(trx: Db, ended: Ended): Promise<void>;
}

/**
 * Ends the links to a service account, and what was opened with it, because its service says so. A
 * repeated signal ends nothing more, not even a link made since, and is answered as the first one was.
 * @returns ids of the accounts that were linked
 */
export async function acceptSignal(
  { db, clock, endServiceSessions }: AcceptSignalDeps,
  signal: Signal,
): Promise<{ accountIds: string[] }> {
  const { serviceId, signalId, serviceAccountId } = signal;
  return db.transaction().execute(async (trx) => {
    if (!(await claimSignal(trx, { serviceId, signalId, receivedAt: clock.now() }))) {
      return { accountIds: await findSignalEffect(trx, signal) };
    }
    const ended = await deleteLinksTo(trx, signal);
    const accountIds = ended.map((link) => link.accountId);
    await endServiceSessions(trx, { serviceId, serviceAccountId, accountIds });
    if (accountIds.length === 0) return { accountIds };
    await saveSignalEffect(trx, signal, accountIds);
    for (const accountId of accountIds) await recordEvent({ db: trx, clock }, endingOf(signal, accountId));
    return { accountIds };
  });
}

const endingOf = ({ serviceId, type, from, reference }: Signal, accountId: string): AuditEvent => ({
  what: 'link-ended-by-service',
  outcome: type,
  who: `service:${serviceId}`,
  whom: `account:${accountId}`,
  serviceId,
  from,
  reference,
});

/** Forgets signals that are too old to be accepted again. */
export const sweepSignals = ({ db, clock }: { db: Db; clock: Clock }): Promise<void> =>
  removeSignalsBefore(db, clock.now() - REMEMBERED);
