import { type Clock, hours } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { findNewestKept, insertKept, type Proofs, readProofs } from './earlier-proofs.queries.ts';

/** Whatever is kept is no older than that where it counts: an undo looks back three days. */
const KEPT_ANEW = hours(24);

/**
 * Keeps what an account stands on, before it is changed, in the transaction of that; the account is held. Where it is what
 * was kept lately, nothing is written.
 */
export async function keepProofs({ db, clock }: { db: Db; clock: Clock }, accountId: string): Promise<void> {
  const present = await readProofs(db, accountId);
  if (!present) return;
  const last = await findNewestKept(db, accountId);
  const isRecent = last !== undefined && last.keptAt > clock.now() - KEPT_ANEW;
  if (isRecent && substanceOf(JSON.parse(last.proofs)) === substanceOf(present)) return;
  // After the last one, also where two changes share an instant.
  const keptAt = Math.max(clock.now(), (last?.keptAt ?? 0) + 1);
  await insertKept(db, { accountId, keptAt, proofs: JSON.stringify(present) });
}

/** What is noted with each use makes nothing another thing. */
const substanceOf = ({ passkeys, totpEnrolments, recoveryCodes, ...rest }: Proofs): string =>
  JSON.stringify([
    rest,
    passkeys.map(({ id }) => id).sort(),
    totpEnrolments.map(({ sealedSecret }) => sealedSecret),
    recoveryCodes.map(({ codeDigest, spentAt }) => [codeDigest, spentAt]).sort(),
  ]);
