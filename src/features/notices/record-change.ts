import type { Account } from '../accounts/index.ts';
import { type AuditEvent, recordEvent } from '../audit/index.ts';
import type { AccountChange } from '../messages/index.ts';
import { notifyChange } from './notify-change.ts';

/** Who changes something of their own account, and from where. */
export interface Changer {
  account: Account;
  /** The session that it is done in. */
  session: string;
  /** Digests of its ids under which this request goes on: see `changeInSession`. */
  sessionIds: readonly string[];
  /** Id of the browser; at rest only its digest. */
  browser: string;
  /** Browser and system in words, for notices. */
  browserWords: string | undefined;
  /** IP address. */
  address: string;
  reference: string;
}

/** Events that are done or have not happened, and so have no other outcome. */
type DoneEvent = Extract<AuditEvent, { outcome: 'done' }>['what'];

/** A change in the audit, and in a notice to its owner; in the transaction of the change. */
export async function recordChange(
  deps: Parameters<typeof notifyChange>[0],
  { account, address, browserWords, reference }: Omit<Changer, 'session' | 'sessionIds' | 'browser'>,
  { event, change, detail }: { event: DoneEvent; change: AccountChange; detail?: string | undefined },
): Promise<void> {
  const who = `account:${account.id}` as const;
  const circumstances = { who, from: address, browser: browserWords, reference };
  await recordEvent(deps, { what: event, outcome: 'done', ...circumstances } as AuditEvent);
  await notifyChange(deps, { account, change, detail, from: { address, browser: browserWords } });
}
