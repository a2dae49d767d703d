import { setTimeout as sleep } from 'node:timers/promises';
import { fileBounce, traceInReturnPath } from '../../features/messages/index.ts';
import { seconds } from '../../kernel/index.ts';
import { type ImapSettings, lookIntoMailbox, type Verdict } from '../../platform/mail-intake/index.ts';
import { arrivedAt } from './arrived-at.ts';
import type { BounceDeps } from './listen-for-bounces.ts';

export interface MailboxSettings extends ImapSettings {
  /** Seconds between two looks. */
  every: number;
}

export interface Polling {
  /** Looks now, or waits for the look that is under way. Never throws. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

const PATIENCE = 500;

/** Reads the bounces that arrive in a mailbox. What is not ours there is marked as seen and left. */
export function pollMailbox(deps: BounceDeps, { every, ...settings }: MailboxSettings): Polling {
  const { log } = deps;
  const stopping = new AbortController();
  const failed = new Set<number>();
  let underWay: Promise<void> | undefined;

  const judge = async (raw: Buffer): Promise<Verdict> => {
    const recipient = arrivedAt(raw, (address) => traceInReturnPath(deps, address) !== undefined);
    if (recipient === undefined) return 'leave';
    const outcome = await fileBounce(deps, { recipient, raw });
    log.info({ outcome, size: raw.length }, 'A bounce came in.');
    // What our reader stumbled over stays there for whoever mends it.
    return outcome === 'unreadable' ? 'leave' : 'remove';
  };
  const look = (): Promise<void> => {
    underWay ??= lookIntoMailbox({
      settings,
      judge,
      failed,
      signal: stopping.signal,
      onFault: (err) => log.error({ err }, 'A bounce could not be filed; it stays in the mailbox.'),
    })
      .catch(({ message }: Error) =>
        log.warn({ host: settings.host, reason: message }, 'The mailbox for bounces could not be read.'),
      )
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };

  const timer = setInterval(look, seconds(every));
  void look();
  return {
    look,
    async stop() {
      clearInterval(timer);
      stopping.abort();
      // A database that hangs does not hold up the stop: the mail is still in the mailbox.
      await Promise.race([underWay, sleep(PATIENCE, undefined, { ref: false })]);
    },
  };
}
