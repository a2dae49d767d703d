import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { type AuditEvent, recordEvent } from '../audit/index.ts';
import { checkPasskey, usePasskey } from '../passkeys/index.ts';

/**
 * Takes a passkey of the account in place of a code, before a change in a session.
 * @param from where it is given, for the audit
 * @returns `over`: it has to be given once more
 */
export async function submitPasskeyInSession(
  deps: { db: Db; clock: Clock; sealing: Pick<Sealing, 'digest'>; issuer: string },
  { accountId, session, posted }: { accountId: string; session: string; posted: string },
  from: { address: string; reference: string },
): Promise<Result<void, 'not-accepted' | 'over'>> {
  const what = { purpose: 'confirm', place: session, accountId } as const;
  const event = { who: `account:${accountId}`, from: from.address, reference: from.reference } as const;
  const record = (outcome: 'done' | 'refused' | 'counter-went-back', db: Db = deps.db) =>
    recordEvent({ ...deps, db }, { what: 'passkey-given', outcome, ...event } satisfies AuditEvent);
  const checked = await checkPasskey(deps, what, posted);
  if (!checked.ok) {
    await record('refused');
    return checked;
  }
  const used = await deps.db.transaction().execute(async (trx) => {
    if (!(await usePasskey({ ...deps, db: trx }, checked.value))) return false;
    await record('done', trx);
    return true;
  });
  if (used) return ok(undefined);
  await record('counter-went-back');
  return refuse('not-accepted');
}
