import { recordEvent } from '../../features/audit/index.ts';
import { tokenKinds } from '../../features/messages/index.ts';
import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Ended, endWhatWasUnderWay } from './after-restore.queries.ts';

export interface AfterRestoreOptions {
  keepRecoveryCodes?: boolean | undefined;
}

/** Ends what was under way when the backup was made, in one transaction: wholly or not at all. */
export async function endAfterRestore(
  { db, clock }: { db: Db; clock: Clock },
  { keepRecoveryCodes = false }: AfterRestoreOptions,
): Promise<Ended> {
  return db.transaction().execute(async (trx) => {
    const ended = await endWhatWasUnderWay(trx, { now: clock.now(), keepRecoveryCodes, tokenKinds });
    await recordEvent({ db: trx, clock }, { what: 'backup-restored', outcome: 'done', who: 'operator' });
    return ended;
  });
}

/** What the operator is told of it. */
export function endedText(ended: Ended, { keepRecoveryCodes = false }: AfterRestoreOptions): string {
  return [
    'Ended, because it may have been used or ended since the backup:',
    `  ${ended.sessions} sessions (everybody signs in again; services are told)`,
    `  ${ended.tokens} tokens sent by email or SMS, and ${ended.messages} messages that carry one`,
    `  ${ended.codes} authorization codes, access and refresh tokens`,
    '  every attempt, recovery and change of address that was under way, and the codes that OTP apps show now',
    keepRecoveryCodes
      ? '  Recovery codes were kept: one that was given since the backup works once more.'
      : `  ${ended.recoveryCodes} recovery codes: whoever had some makes new ones in Manage My Account`,
    'Gone is what was changed since the backup: passwords, links, accounts. See docs/operating.md, "After a restore".',
  ].join('\n');
}
