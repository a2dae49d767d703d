import { hours, type Instant } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { listKept, type Proofs } from './earlier-proofs.queries.ts';

/** What an undo goes back to. */
export interface EarlierProofs
  extends Omit<Proofs, 'totpEnrolments' | 'passkeys' | 'recoveryCodes' | 'account'> {
  phone: Pick<Proofs['account'], 'phone' | 'phoneVerifiedAt'>;
  /** With the recovery codes that came with it, and whether one is due. */
  factor: Pick<Proofs, 'totpEnrolments' | 'passkeys' | 'recoveryCodes'> & {
    wish: Pick<Proofs['account'], 'secondFactorChosenAt' | 'secondFactorDueAt'>;
  };
}

/** As long as the links of notices work: who has left those alone for so long has seen nothing strange. */
const BEFORE = hours(72);

/**
 * What an account stood on 72 hours before it left an address, and not when it left: whoever is in by a stolen session
 * could else replace all of it first. One thing is not taken from then: where there was no second factor, the first one that
 * came after it and before the address was left stays. A first factor is bound with a token that is mailed to the
 * address, so that no thief has made it, and whoever has nothing but that old mailbox is to find no less than was there.
 * @returns undefined where nothing was kept
 */
export async function findEarlierProofs(
  db: Db,
  { accountId, leftAt }: { accountId: string; leftAt: Instant },
): Promise<EarlierProofs | undefined> {
  const kept = await listKept(db, { accountId, from: leftAt - BEFORE });
  const proofsOf = (some: typeof kept): Proofs[] => some.map(({ proofs }) => JSON.parse(proofs));
  return whichProofs(proofsOf(kept.filter(({ keptAt }) => keptAt <= leftAt)), proofsOf(kept));
}

/** What of it its owner may read: since when something is kept, and the number of then. Oldest first. */
export async function listEarlierStates(
  db: Db,
  accountId: string,
): Promise<{ keptAt: Instant; phone: string | null }[]> {
  const kept = await listKept(db, { accountId, from: 0 });
  return kept.map(({ keptAt, proofs }) => ({ keptAt, phone: (JSON.parse(proofs) as Proofs).account.phone }));
}

/**
 * @param before kept until the address was left, oldest first
 * @param all kept until now: a recovery code that was spent in any of them is spent
 */
function whichProofs(before: readonly Proofs[], all: readonly Proofs[]): EarlierProofs | undefined {
  const [then] = before;
  if (!then) return undefined;
  const spent = new Map(
    all.flatMap(({ recoveryCodes }) =>
      recoveryCodes.flatMap(({ codeDigest, spentAt }) => (spentAt === null ? [] : [[codeDigest, spentAt]])),
    ),
  );
  const withFactor = before.find(
    ({ totpEnrolments, passkeys }) => totpEnrolments.length + passkeys.length > 0,
  );
  const { totpEnrolments, passkeys, account, ...factor } = withFactor ?? then;
  const recoveryCodes = factor.recoveryCodes.map((code) => ({
    ...code,
    spentAt: spent.get(code.codeDigest) ?? code.spentAt,
  }));
  const { secondFactorChosenAt, secondFactorDueAt } = account;
  const { phone, phoneVerifiedAt } = then.account;
  return {
    passwords: then.passwords,
    pins: then.pins,
    securityQuestions: then.securityQuestions,
    phone: { phone, phoneVerifiedAt },
    factor: { totpEnrolments, passkeys, recoveryCodes, wish: { secondFactorChosenAt, secondFactorDueAt } },
  };
}
