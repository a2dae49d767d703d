import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { type AuditEvent, recordEvent } from '../audit/index.ts';
import { type ChallengeFor, checkPasskey, usePasskey } from '../passkeys/index.ts';

export interface GivenPasskey {
  accountId: string;
  /** `confirm`: before a change in a session; `second-factor`: in a recovery. */
  purpose: Extract<ChallengeFor['purpose'], 'confirm' | 'second-factor'>;
  /** The session, or the recovery. */
  place: string;
  /** By the script on the page. */
  posted: string;
  /** Where it is given, for the audit. */
  from: { address: string; browserWords?: string | undefined; reference: string };
}

/**
 * Somebody gives a passkey of an account in place of a code: it is checked, its use noted and written down.
 * @param alongside what it is given for; kept exactly if the passkey was right
 * @returns `over`: it has to be given once more
 */
export async function givePasskey(
  deps: { db: Db; clock: Clock; sealing: Pick<Sealing, 'digest'>; issuer: string },
  given: GivenPasskey,
  alongside: (trx: Db) => Promise<void>,
): Promise<Result<void, 'not-accepted' | 'over'>> {
  const { accountId, purpose, place, posted } = given;
  const record = (outcome: Outcome, db: Db = deps.db) =>
    recordEvent({ ...deps, db }, eventOf(given, outcome));
  const checked = await checkPasskey(deps, { purpose, place, accountId }, posted);
  if (!checked.ok) {
    await record('refused');
    return checked;
  }
  const used = await deps.db.transaction().execute(async (trx) => {
    if (!(await usePasskey({ ...deps, db: trx }, checked.value))) return false;
    await alongside(trx);
    await record('done', trx);
    return true;
  });
  if (used) return ok(undefined);
  await record('counter-went-back');
  return refuse('not-accepted');
}

type Outcome = 'done' | 'refused' | 'counter-went-back';

/** Like a code in the same place; a counter that went back tells of a copy, wherever that was given. */
function eventOf({ accountId, purpose, from }: GivenPasskey, outcome: Outcome): AuditEvent {
  const who = `account:${accountId}` as const;
  const { address, browserWords: browser, reference } = from;
  const circumstances = { who, from: address, browser, reference };
  if (purpose === 'confirm' || outcome === 'counter-went-back')
    return { what: 'passkey-given', outcome, ...circumstances };
  const given = outcome === 'done' ? 'passkey' : 'refused';
  return { what: 'second-factor-given', outcome: given, ...circumstances };
}
