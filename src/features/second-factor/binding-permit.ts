import { type Clock, minutes, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { rememberRead } from '../messages/index.ts';
import {
  deleteTokensOf,
  findTokenStanding,
  issueToken,
  proveToken,
  spendToken,
  type TokenBinding,
  type TokenFault,
} from '../tokens/index.ts';
import { type BindingPlace, bindingTokenOf } from './binding-token.ts';

/** Long enough to install an app. */
const PERMIT_LASTS = minutes(20);

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest' | 'seal'>;
}

/** What whoever holds the permit has proven: the address, for a first app; the app before, for another one. */
export type Binding = 'first' | 'next';

/** The permit is a token that is told to nobody: that it is there says that the proof was given in this session. */
const permitOf = (deps: Pick<Deps, 'sealing'>, at: BindingPlace, binding: Binding): TokenBinding => ({
  ...bindingTokenOf(deps, at),
  purpose: `bind-${binding}-app`,
});

/** Lets this session bind an app, for a while. */
export const permitBinding = async (deps: Deps, at: BindingPlace, binding: Binding): Promise<void> => {
  await issueToken(deps, { ...permitOf(deps, at, binding), lifetime: PERMIT_LASTS });
};

export const mayBind = async (deps: Deps, at: BindingPlace, binding: Binding): Promise<boolean> =>
  (await findTokenStanding(deps, permitOf(deps, at, binding))).state === 'valid';

/** It permits one binding; in the transaction of that. */
export async function endPermits(deps: Deps, at: BindingPlace): Promise<void> {
  for (const binding of ['first', 'next'] as const) {
    await deleteTokensOf(deps.db, permitOf(deps, at, binding));
  }
  await deleteTokensOf(deps.db, bindingTokenOf(deps, at));
}

/** Takes the token that was mailed to the account's address, and permits the binding of a first app in its place. */
export async function takeBindingToken(
  deps: Deps,
  at: BindingPlace,
  { email, typed }: { email: string; typed: string },
): Promise<Result<void, TokenFault>> {
  const proven = await proveToken(deps, { ...bindingTokenOf(deps, at), typed });
  if (!proven.ok) return proven;
  return deps.db.transaction().execute(async (trx): Promise<Result<void, TokenFault>> => {
    const inTransaction = { ...deps, db: trx };
    if (!(await spendToken(inTransaction, proven.value))) return refuse('void');
    await permitBinding(inTransaction, at, 'first');
    await rememberRead(trx, email, deps.clock.now());
    return { ok: true, value: undefined };
  });
}
