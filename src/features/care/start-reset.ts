import { ok, type Result } from '../../kernel/index.ts';
import { recordMessage } from '../messages/index.ts';
import { clearTries } from '../throttle/index.ts';
import { type ActRefusal, actOnAccount } from './act-after-pin.ts';
import type { Call } from './call.ts';
import type { CareDeps } from './care-deps.ts';

/**
 * Mails the way to a new password. Whoever opens it goes through the same recovery as anybody: token, answers, code. An
 * agent neither chooses a password nor skips a step, and what is mailed is worth nothing to whoever reads it on the way.
 */
export const startReset = (deps: CareDeps, call: Call): Promise<Result<void, ActRefusal>> =>
  actOnAccount<void, never>(deps, call, { what: 'reset-started' }, async (inTransaction, account) => {
    // Who calls because no token came has often used up all that there are in an hour.
    await clearTries(inTransaction, 'new-tokens', account.email);
    await clearTries(inTransaction, 'new-token-pause', account.email);
    await recordMessage(inTransaction, {
      kind: 'reset-started',
      to: account.email,
      about: `account:${account.id}`,
      fields: {
        firstName: account.firstName,
        at: deps.clock.now(),
        link: `${deps.issuer}/recover`,
      },
    });
    return ok(undefined);
  });
