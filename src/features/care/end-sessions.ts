import { ok, type Result } from '../../kernel/index.ts';
import { endUnderWay } from '../under-way/index.ts';
import { type ActRefusal, actOnAccount } from './act-after-pin.ts';
import type { Call } from './call.ts';
import type { CareDeps } from './care-deps.ts';
import { tellOwner } from './tell-owner.ts';

/** Ends all sessions, everywhere, and whatever else is under way. The worker tells the services. */
export const endSessions = (deps: CareDeps, call: Call): Promise<Result<void, ActRefusal>> =>
  actOnAccount<void, never>(deps, call, { what: 'sessions-ended' }, async (inTransaction, account) => {
    await endUnderWay(inTransaction, { account });
    await tellOwner(inTransaction, account, { change: 'sessions-ended' });
    return ok(undefined);
  });
