import { ok, type Result } from '../../kernel/index.ts';
import { bindingElsewhere } from '../second-factor/index.ts';
import { listDevicesOf } from '../sign-in/index.ts';
import { type BudgetName, clearPasswordTries, clearTries, type Subject } from '../throttle/index.ts';
import { type ActRefusal, actOnAccount } from './act-after-pin.ts';
import type { Call } from './call.ts';
import type { CareDeps } from './care-deps.ts';
import { tellOwner } from './tell-owner.ts';

/**
 * Ends the waits of somebody who has tried too often: passwords, codes in the last hour, tokens, credentials of services.
 * Not the answers to the security questions, which are asked for a reset here, and not an app that is blocked after a
 * hundred wrong codes: whoever guesses must not be given guesses anew.
 */
export const unlockAccount = (deps: CareDeps, call: Call): Promise<Result<void, ActRefusal>> =>
  actOnAccount<void, never>(deps, call, { what: 'account-unlocked' }, async (inTransaction, account) => {
    const { id, email } = account;
    const devices = await listDevicesOf(inTransaction.db, id);
    await clearPasswordTries(inTransaction, { account: id });
    for (const knownDevice of devices) await clearPasswordTries(inTransaction, { account: id, knownDevice });
    const tries: [BudgetName, Subject][] = [
      ['codes-of-account', id],
      ['service-credentials-of-account', id],
      ['new-tokens-of-account', id],
      ['new-tokens', email],
      ['new-tokens', bindingElsewhere(id)],
      ...devices.flatMap((device): [BudgetName, Subject][] => [
        ['codes-of-account', [id, device]],
        ['new-tokens', [email, device]],
      ]),
    ];
    for (const [budget, subject] of tries) await clearTries(inTransaction, budget, subject);
    await tellOwner(inTransaction, account, { change: 'account-unlocked' });
    return ok(undefined);
  });
