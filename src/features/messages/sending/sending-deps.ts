import type { Clock } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { Log } from '../../../platform/log/index.ts';
import type { Sealing } from '../../../platform/sealing/index.ts';
import type { SmsSender } from '../../../platform/sms/index.ts';
import type { Mail, Mailer } from '../../../platform/smtp/index.ts';
import type { Letterhead } from '../letters/index.ts';
import type { SentJournal } from './sent-journal.ts';
import type { Turns } from './turns.ts';

export interface SendingDeps {
  db: Db;
  clock: Clock;
  sealing: Sealing;
  log: Pick<Log, 'warn' | 'error'>;
  mailer: Pick<Mailer, 'send' | 'wayTo' | 'ownDomains'>;
  /** Absent where no gateway is configured: then nothing that would need one is offered. */
  sms?: SmsSender | undefined;
  /** The configured sender. */
  from: { name: string; address: string };
  letterhead: Letterhead;
  /** What was sent, and is not in the database yet: known at the next start of this node, however it ends. */
  sentJournal?: Pick<SentJournal, 'note'> | undefined;
  /** What makes a try followed: where its bounces go, and what providers are to send back with their words. */
  follow?: ((trace: string) => Pick<Mail, 'returnPath' | 'reports' | 'headers'>) | undefined;
}

/** What a try needs beside: the turns that all tries of this process share. */
export interface TryDeps extends SendingDeps {
  turns: Turns;
}
