import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import { spendTry } from '../throttle/index.ts';
import { deleteTokensOf } from '../tokens/index.ts';
import { findRegistrationFor } from './find-registration.queries.ts';
import { Overtaken, undoneWhenOvertaken } from './overtaken.ts';
import { moveRegistration, type Registration } from './registration.queries.ts';
import { type Circumstances, type SecondFactor, tokenBinding } from './registration.ts';
import {
  countToken,
  issueRegistrationToken,
  recordToken,
  type SendTokenDeps,
} from './send-registration-token.ts';

export interface AddressCorrection extends Circumstances {
  /** Normalised by `normaliseEmail`. */
  email: string;
  /** The company asks for a second factor from everybody with such an address: then the choice is made. */
  secondFactorRequired?: boolean | undefined;
}

/** `network`, `email`: whose budget is spent. `ended`: the registration has come to its end, or elsewhere, meanwhile. */
export type CorrectionRefusal = { spent: 'network' | 'email'; retryAt: Instant } | 'ended';

/**
 * Gives a registration another address, keeps everything else that was entered, and sends a token there. In the same
 * transaction the token of the old address is void: otherwise whoever reads mail at the old address could verify the
 * new one, which may be somebody else's. Whether the new one has an account makes no difference here, as at the
 * start. An open registration of the same browser for the new address gives way.
 *
 * The password stays. It was held against the old address when it was chosen, and is kept as a hash only, so whether it is
 * made of the new one cannot be told any more. Another name has it chosen again (see saveContact); here that would take
 * from people in trouble with their mail what they were promised to keep, and the address that they mean is most often the
 * old one but for a letter: a password made of it would have been refused.
 * @returns `same` where that is its address already: nothing is done, and nothing counted
 */
export async function correctAddress(
  deps: SendTokenDeps,
  registration: Registration,
  { email, secondFactorRequired, ...from }: AddressCorrection,
): Promise<Result<'corrected' | 'same', CorrectionRefusal>> {
  if (email === registration.email) return ok('same');
  // As dear as beginning anew: an address that anybody can type here gets mail that nobody there has asked for.
  const begun = await spendTry(deps, 'registrations', from.address);
  if (!begun.ok) return refuse({ spent: 'network', ...begun.error });
  const counted = await countToken(deps, email);
  if (!counted.ok) return refuse({ spent: 'email', ...counted.error });
  const done = await undoneWhenOvertaken(
    deps.db
      .transaction()
      .execute((trx) => move({ ...deps, db: trx }, registration, { email, secondFactorRequired, ...from })),
  );
  return done ? ok('corrected') : refuse('ended');
}

async function move(
  deps: SendTokenDeps,
  registration: Registration,
  { email, secondFactorRequired, ...from }: AddressCorrection,
): Promise<void> {
  const { db, clock } = deps;
  const { id, browser } = registration;
  const other = await findRegistrationFor(db, { browser, email });
  const token = await replaceTokens(deps, { id, browser, other: other?.id });
  const choice: { secondFactor?: SecondFactor } = secondFactorRequired ? { secondFactor: 'otp-app' } : {};
  const moved = {
    id,
    from: registration.email,
    to: email,
    inPlaceOf: other?.id,
    now: clock.now(),
    ...choice,
  };
  if (!(await moveRegistration(db, moved))) throw new Overtaken();
  await recordToken(deps, { id, email }, { token, ...from });
}

/**
 * Tokens before registrations, as everywhere, and each in the order of ids: transactions that lock in two orders
 * can wait for each other for ever.
 * @returns the new one; that of the registration which gives way is gone
 */
async function replaceTokens(
  deps: SendTokenDeps,
  { id, browser, other }: { id: string; browser: string; other: string | undefined },
): Promise<string> {
  const remove = () => other !== undefined && deleteTokensOf(deps.db, tokenBinding({ id: other, browser }));
  const isFirst = other === undefined || id < other;
  if (!isFirst) await remove();
  const token = await issueRegistrationToken(deps, { id, browser });
  if (isFirst) await remove();
  return token;
}
