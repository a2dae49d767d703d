import { type Result, refuse } from '../../kernel/index.ts';
import { type Account, holdAccount, isActive } from '../accounts/index.ts';
import type { Call } from './call.ts';
import { holdPermit } from './care.queries.ts';
import type { CareDeps } from './care-deps.ts';
import { type Customer, customerOf, partyOf, pinOfCustomer } from './customer.ts';
import { type CareAct, recordAct } from './record-act.ts';

export type ActRefusal =
  /** Nobody has that address, or nobody for whom this can be done. */
  | 'not-found'
  /** The caller's PIN was not right for this agent, or too long ago, or it is another one by now. */
  | 'no-pin';

export interface Act {
  what: CareAct;
  serviceId?: string | undefined;
}

/**
 * The one way to any act for a customer: after the same agent was told the customer's right PIN, a short time ago. The act and
 * its record, with who did it and why, are one transaction. A refusal is recorded too.
 * @param act in the transaction; what it refuses it has not begun
 */
export const actAfterPin = <Value, Refusal>(
  deps: CareDeps,
  call: Call,
  { what, serviceId }: Act,
  act: (inTransaction: CareDeps, customer: Customer) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal | ActRefusal>> =>
  deps.db.transaction().execute(async (trx): Promise<Result<Value, Refusal | ActRefusal>> => {
    const inTransaction = { ...deps, db: trx };
    const customer = await customerOf(inTransaction, call);
    const record = (outcome: 'done' | 'not-possible' | ActRefusal) =>
      recordAct(inTransaction, call, { what, outcome, customer, serviceId });
    if (!customer || !(await isOpen(inTransaction, customer))) {
      await record('not-found');
      return refuse('not-found');
    }
    if (!(await hasPermit(inTransaction, call, customer))) {
      await record('no-pin');
      return refuse('no-pin');
    }
    const done = await act(inTransaction, customer);
    await record(done.ok ? 'done' : 'not-possible');
    return done;
  });

/** The same for what only an account has. */
export const actOnAccount = <Value, Refusal>(
  deps: CareDeps,
  call: Call,
  what: Act,
  act: (inTransaction: CareDeps, account: Account) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal | ActRefusal>> =>
  actAfterPin<Value, Refusal | 'not-found'>(deps, call, what, async (inTransaction, customer) =>
    customer.kind === 'account' ? act(inTransaction, customer.account) : refuse('not-found'),
  );

/** Of an account that is disabled or deleted nothing is done; one that is open is held. */
async function isOpen({ db }: CareDeps, customer: Customer): Promise<boolean> {
  if (customer.kind === 'registration') return true;
  return isActive(customer.account) && holdAccount(db, customer.id);
}

/** Whether the agent may act for the caller at this moment. Nothing may be done on the strength of it: see above. */
export async function mayAct(deps: CareDeps, call: Call): Promise<boolean> {
  const customer = await customerOf(deps, call);
  return customer !== undefined && (await hasPermit(deps, call, customer));
}

async function hasPermit(deps: CareDeps, { agent }: Call, customer: Customer): Promise<boolean> {
  const pin = await pinOfCustomer(deps, customer);
  if (!pin) return false;
  const now = deps.clock.now();
  return holdPermit(deps.db, { customer: partyOf(customer), agent, pinMark: pin.mark, now });
}
