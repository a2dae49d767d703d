import { recordEvent } from '../../../features/audit/index.ts';
import { endSession, type LogoutNotice } from '../../../features/sessions/index.ts';
import { seconds } from '../../../kernel/index.ts';
import type { SignedOut, SigningOut } from '../ports.ts';
import { type DeliveryDeps, deliverNotice } from './deliver-logouts.ts';

/** For so long the worker leaves the notices to us, so that the person is told what became of them. */
const OURS_FOR = seconds(5);

/** Ends a session everywhere, and tells its services at once; those that do not answer stay with the worker. */
export async function endAndTell(
  deps: DeliveryDeps,
  { uid, accountId, from, browser, reference }: { uid: string; accountId: string; from: string } & SigningOut,
): Promise<Omit<SignedOut, 'setCookies'>> {
  const { db, clock } = deps;
  const notices = await db.transaction().execute(async (trx) => {
    const event = { what: 'signed-out', who: `account:${accountId}`, outcome: 'done' } as const;
    await recordEvent({ db: trx, clock }, { ...event, from, browser, reference });
    const now = clock.now();
    return endSession(trx, { uid, now, dueAt: now + OURS_FOR });
  });
  const outcomes = await Promise.all(notices.map((notice) => deliverNotice(deps, notice)));
  const where = (wanted: readonly string[]): string[] =>
    notices
      .filter((_: LogoutNotice, index) => wanted.includes(outcomes[index] ?? ''))
      .map(({ clientId }) => clientId);
  return {
    told: where(['told']),
    pending: where(['failed', 'claimed by another']),
    silent: where(['silent']),
  };
}
