import { type Clock, minutes, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Service } from '../services/index.ts';
import { takeContest } from './contested.queries.ts';
import { linkServiceAccount } from './link-service-account.ts';
import { deleteLinksTo, findLink, type Link } from './links.queries.ts';
import type { EndServiceSessions } from './take-link.ts';

/** For so long a proof is fresh: from the refusal on the page to the act of an agent. */
export const PROOF_COUNTS = minutes(30);

export type MoveRefusal =
  /** This account has not proven a service account of that service that is somebody else's, or too long ago. */
  | 'not-proven'
  /** It has a link to the service already, which is removed first. */
  | 'already-linked';

export interface MovedLink {
  link: Link;
  /** The links that others had to it. */
  taken: Link[];
}

/**
 * Moves a link to whoever has just proven the service account and was refused because it is somebody else's. What was
 * opened with it ends, for everybody. In the caller's transaction, who has asked for more than this one proof.
 */
export async function moveLink(
  deps: { db: Db; clock: Clock; endServiceSessions: EndServiceSessions<string> },
  { accountId, service }: { accountId: string; service: Pick<Service, 'id' | 'sharingAllowed'> },
): Promise<Result<MovedLink, MoveRefusal>> {
  const { db, clock } = deps;
  const serviceId = service.id;
  if (await findLink(db, { accountId, serviceId })) return refuse('already-linked');
  const provenSince = clock.now() - PROOF_COUNTS;
  const proven = await takeContest(db, { accountId, serviceId, provenSince });
  if (!proven) return refuse('not-proven');
  const { serviceAccountId, username } = proven;
  const taken = await deleteLinksTo(db, { serviceId, serviceAccountId });
  await deps.endServiceSessions(db, {
    serviceId,
    serviceAccountId,
    accountIds: taken.map((link) => link.accountId),
  });
  const account = {
    id: serviceAccountId,
    username,
    displayName: proven.displayName ?? undefined,
    multiFactorRequired: proven.secondFactorRequiredAt !== null,
  };
  const linked = await linkServiceAccount(deps, { accountId, service, proof: { serviceId, account } });
  // Somebody was first by a moment: all of this is undone with the caller's transaction.
  if (!linked.ok) throw new Error(`The link was ${linked.error} while it was moved. Try again.`);
  return ok({ link: linked.value, taken });
}
