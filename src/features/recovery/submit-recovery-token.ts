import { newSecret, ok, type Result, refuse } from '../../kernel/index.ts';
import { recordEvent } from '../audit/index.ts';
import { rememberRead } from '../messages/index.ts';
import type { Visitor } from '../sign-in/index.ts';
import { proveToken, spendToken, type TokenFault } from '../tokens/index.ts';
import { type Recovery, saveProgress } from './recovery.queries.ts';
import { type RecoveryDeps, secretDigest, tokenBinding } from './recovery.ts';
import type { Standing } from './stand-of-recovery.ts';

/**
 * Takes the token that was sent.
 * @returns the recovery's new cookie: whatever was handed out before opens it no longer
 * @throws RecoveryOver
 */
export async function submitRecoveryToken(
  deps: Pick<RecoveryDeps, 'db' | 'clock' | 'sealing'>,
  recovery: Recovery,
  { account }: Pick<Standing, 'account'>,
  { token: typed }: { token: string },
  { address: from, browserWords: browser, reference }: Visitor,
): Promise<Result<{ secret: string }, TokenFault>> {
  const whom = account && (`account:${account.id}` as const);
  const event = { what: 'token-given', who: 'nobody', whom, from, browser, reference } as const;
  const onWrongTry = () => recordEvent(deps, { ...event, outcome: 'refused' });
  const proven = await proveToken({ ...deps, onWrongTry }, { ...tokenBinding(recovery), typed });
  if (!proven.ok) return proven;
  const secret = newSecret();
  const spent = await deps.db.transaction().execute(async (trx) => {
    if (!(await spendToken({ ...deps, db: trx }, proven.value))) return false;
    const now = deps.clock.now();
    const progress = { tokenProvenAt: now, secret: secretDigest(deps.sealing, secret) };
    await saveProgress(trx, recovery, progress, now);
    if (recovery.channel === 'email') await rememberRead(trx, recovery.email, now);
    await recordEvent({ ...deps, db: trx }, { ...event, outcome: 'done' });
    return true;
  });
  return spent ? ok({ secret }) : refuse('void');
}
