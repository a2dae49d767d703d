import { ok, type Result, refuse } from '../../kernel/index.ts';
import { recordEvent } from '../audit/index.ts';
import type { Changer } from '../notices/index.ts';
import type { Service } from '../services/index.ts';
import { changeInSession } from '../sessions/index.ts';
import { type LinkingDeps, linkAndTell } from './link-and-tell.ts';
import { findLink, type Link } from './links.queries.ts';
import {
  type ProofRefusal,
  type ProvingDeps,
  proveServiceAccount,
  provingEvent,
} from './prove-service-account.ts';

export type AddLinkRefusal =
  | ProofRefusal
  | { reason: 'already-taken' }
  /** Another service account of that service was linked in another tab; it stays. */
  | { reason: 'already-linked' }
  | { reason: 'session-over' };

/** The owner links a service account from Manage My Account, after proving it to its service. */
export async function addLink(
  deps: ProvingDeps & Pick<LinkingDeps, 'issuer'>,
  changer: Changer,
  { service, ...credentials }: { service: Service; username: string; password: string },
): Promise<Result<Link, AddLinkRefusal>> {
  const { account, address, reference, browserWords: browser } = changer;
  const proving = { account, service, address, browserWords: browser, reference };
  const proven = await proveServiceAccount(deps, proving, credentials);
  if (!proven.ok) return proven;
  const proof = proven.value;
  const added = await changeInSession<Result<Link, AddLinkRefusal>>(deps, changer, async (trx) => {
    const inTransaction = { ...deps, db: trx };
    const event = provingEvent(proving);
    const linked = await linkAndTell(inTransaction, {
      account,
      service,
      proof,
      from: { address, browser },
    });
    if (linked.ok) {
      await recordEvent(inTransaction, { ...event, outcome: 'linked' });
      return linked;
    }
    if (linked.error === 'already-taken') {
      await recordEvent(inTransaction, { ...event, outcome: 'already-taken' });
      return refuse({ reason: linked.error });
    }
    // Pressed twice, or linked in another tab a moment ago.
    const link = await findLink(trx, { accountId: account.id, serviceId: service.id });
    return link?.serviceAccountId === proof.account.id ? ok(link) : refuse({ reason: 'already-linked' });
  });
  return added.ok ? added.value : refuse({ reason: added.error });
}
