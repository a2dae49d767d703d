import { ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { findAccount, isActive } from '../accounts/index.ts';
import { findLink, type Link, type MoveRefusal, moveLink, takeLink } from '../links/index.ts';
import { findService } from '../services/index.ts';
import { endServiceSessions } from '../sessions/index.ts';
import { type ActRefusal, actOnAccount } from './act-after-pin.ts';
import type { Call } from './call.ts';
import type { CareDeps } from './care-deps.ts';
import { recordAct } from './record-act.ts';
import { tellOwner } from './tell-owner.ts';

/** Removes a link of the caller's. What was opened with it ends, and the service is told. */
export const removeLinkForCare = (
  deps: CareDeps,
  call: Call,
  { serviceId }: { serviceId: string },
): Promise<Result<{ username: string }, ActRefusal | 'no-link'>> =>
  actOnAccount(deps, call, { what: 'link-removed', serviceId }, async (inTransaction, account) => {
    const link = await findLink(inTransaction.db, { accountId: account.id, serviceId });
    const taken = link && (await takeLink(linkingDeps(inTransaction), link));
    if (!taken) return refuse('no-link');
    await tellOwner(inTransaction, account, { change: 'link-removed', detail: linkText(deps, taken) });
    return ok({ username: taken.username });
  });

/**
 * Moves a link to the caller, who has proven the service account to its service a moment ago, on our page, and was
 * refused there because it is somebody else's. Whoever had it is told, and it is in their Activity.
 */
export const moveLinkForCare = (
  deps: CareDeps,
  call: Call,
  { serviceId }: { serviceId: string },
): Promise<Result<{ username: string }, ActRefusal | MoveRefusal | 'no-service'>> => {
  type Moved = Result<{ username: string }, MoveRefusal | 'no-service'>;
  const what = { what: 'link-moved', serviceId } as const;
  return actOnAccount(deps, call, what, async (inTransaction, account): Promise<Moved> => {
    const service = findService(deps, serviceId);
    if (!service) return refuse('no-service');
    const moved = await moveLink(linkingDeps(inTransaction), { accountId: account.id, service });
    if (!moved.ok) return moved;
    const { link, taken } = moved.value;
    await tellOwner(inTransaction, account, { change: 'link-added', detail: linkText(deps, link) });
    for (const lost of taken) await tellFormerOwner(inTransaction, call, lost);
    return ok({ username: link.username });
  });
};

/** Not who has it now: that is nobody's business, on either side. */
async function tellFormerOwner(deps: CareDeps, call: Call, lost: Link): Promise<void> {
  const account = await findAccount(deps.db, lost.accountId);
  if (!account) return;
  const customer = { kind: 'account', id: account.id, account } as const;
  // Why is between the agent and the caller.
  const why = { ...call, reason: 'moved to another account after PIN and proof' };
  const { serviceId } = lost;
  await recordAct(deps, why, { what: 'link-removed', outcome: 'done', customer, serviceId });
  if (!isActive(account)) return;
  const detail = `${linkText(deps, lost)}. Somebody else has proven to the service that it is theirs.`;
  await tellOwner(deps, account, { change: 'link-removed', detail });
}

const linkText = ({ services }: CareDeps, { serviceId, username }: Link): string =>
  `${findService({ services }, serviceId)?.name ?? serviceId}, as ${username}`;

const linkingDeps = (deps: CareDeps) => ({
  ...deps,
  endServiceSessions: (
    trx: Db,
    {
      serviceId,
      ...which
    }: { serviceId: string; serviceAccountId: string | undefined; accountIds: string[] },
  ) => {
    const clientId = findService(deps, serviceId)?.client.clientId ?? serviceId;
    return endServiceSessions(trx, { ...which, clientId, now: deps.clock.now() });
  },
});
