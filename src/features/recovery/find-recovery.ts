import { equalSecrets } from '../../platform/sealing/index.ts';
import { findLiveRecovery, type Recovery } from './recovery.queries.ts';
import { browserDigest, type RecoveryDeps, secretDigest } from './recovery.ts';

/** What the browser shows to be let in again. */
export interface RecoveryKeys {
  id: string;
  /** Of the recovery's own cookie. */
  secret: string;
  /** The browser's id. */
  browser: string;
}

/** The browser's own recovery, until it expires: it must hold both cookies. Never a look-up by address. */
export async function findRecovery(
  { db, clock, sealing }: Pick<RecoveryDeps, 'db' | 'clock' | 'sealing'>,
  { id, secret, browser }: RecoveryKeys,
): Promise<Recovery | undefined> {
  const recovery = await findLiveRecovery(db, { id, now: clock.now() });
  if (!recovery || !equalSecrets(recovery.browser, browserDigest(sealing, browser))) return undefined;
  return equalSecrets(recovery.secret, secretDigest(sealing, secret)) ? recovery : undefined;
}
