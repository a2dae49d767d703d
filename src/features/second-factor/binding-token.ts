import { type Clock, minutes, ok, type Result } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { Account } from '../accounts/index.ts';
import { recordMessage } from '../messages/index.ts';
import { type BudgetName, type Subject, spendTries } from '../throttle/index.ts';
import { findTokenStanding, issueToken, type TokenBinding, type TokenStanding } from '../tokens/index.ts';

const TOKEN_LIFETIME = minutes(10);
/** Whoever has just made the account has just proven its address. */
const JUST_REGISTERED = minutes(60);

/** Where an app is being bound: in an attempt or a session, by one browser. */
export interface BindingPlace {
  place: string;
  /** Id of the browser; at rest only its digest. */
  browser: string;
}

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest' | 'seal'>;
}

/** Whether the account is so new that its address has just been proven. */
export const isJustRegistered = (
  { clock }: Pick<Deps, 'clock'>,
  { createdAt }: Pick<Account, 'createdAt'>,
): boolean => clock.now() - createdAt <= JUST_REGISTERED;

/** What the emailed token counts for: this place, in this browser. */
export const bindingTokenOf = (
  { sealing }: Pick<Deps, 'sealing'>,
  { place, browser }: BindingPlace,
): TokenBinding => ({
  purpose: 'bind-second-factor',
  subject: place,
  browser: sealing.digest(browser, 'token-browser'),
});

/** Whether a token that was mailed there can still be given. */
export const findBindingToken = (deps: Deps, at: BindingPlace): Promise<TokenStanding> =>
  findTokenStanding(deps, bindingTokenOf(deps, at));

/**
 * What tokens are counted on where no sign-in of the account has been completed before: whoever has stolen its password has
 * as many browsers as they like, and all of them have five an hour together.
 */
export const bindingElsewhere = (accountId: string): Subject => [accountId, 'binding elsewhere'];

/**
 * Where one has been, the browser has tokens of its own, those of a recovery among them: neither a stranger who types the
 * address nor a thief of the password can use them up.
 */
const budgetsOf = (
  { id, email }: Account,
  knownDevice: string | undefined,
): readonly (readonly [BudgetName, Subject])[] =>
  knownDevice === undefined
    ? [
        ['new-token-pause', bindingElsewhere(id)],
        ['new-tokens', bindingElsewhere(id)],
      ]
    : [
        ['new-token-pause', [id, knownDevice]],
        ['new-tokens', [email, knownDevice]],
        ['new-tokens-of-account', id],
      ];

/**
 * Mails the token, unless one was mailed a moment ago, or five in an hour.
 * @param knownDevice digest of the browser, if a sign-in of the account has been completed there; with the password alone
 *   none is
 * @returns until when the next one has to wait, where it has to
 */
export async function sendBindingToken(
  deps: Deps,
  at: BindingPlace,
  account: Account,
  knownDevice: string | undefined,
): Promise<Result<void, { retryAt: number }>> {
  const counted = await spendTries(deps, budgetsOf(account, knownDevice));
  if (!counted.ok) return counted;
  await deps.db.transaction().execute(async (trx) => {
    const inTransaction = { ...deps, db: trx };
    const expiresAt = deps.clock.now() + TOKEN_LIFETIME;
    const bound = bindingTokenOf(deps, at);
    const token = await issueToken(inTransaction, { ...bound, lifetime: TOKEN_LIFETIME });
    await recordMessage(inTransaction, {
      kind: 'second-factor-token',
      to: account.email,
      about: `account:${account.id}`,
      fields: { firstName: account.firstName, token, expiresAt },
    });
  });
  return ok(undefined);
}
