import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from './config.ts';
import { recoverMessages, type SentJournal } from './features/messages/index.ts';
import type { Parts } from './parts.ts';
import { holdAlone } from './platform/database/index.ts';
import { openJournal } from './platform/journal/index.ts';
import { type Mailer, openMailer } from './platform/smtp/index.ts';

/** How messages leave. */
export interface Sending {
  mailer: Mailer;
  /** What this node has sent; absent where it has no place for one. */
  sentJournal: SentJournal | undefined;
  close(): void;
}

/**
 * Opens the way to the relays, and puts right what a process that was killed has left behind.
 * @throws with a sentence where mail cannot be signed as the configuration says
 */
export async function openSending(
  { mail, database, dataDirectory }: Pick<Configuration, 'mail' | 'database' | 'dataDirectory'>,
  parts: Pick<Parts, 'db' | 'clock' | 'log'>,
): Promise<Sending> {
  const mailer = openMailer(mail.smtp, { ...mail, clock: parts.clock });
  const sentJournal: SentJournal | undefined = database
    ? journalOfNode(dataDirectory, parts.log)
    : openJournal(sentJournalFile(dataDirectory));
  const close = () => {
    mailer.close();
    sentJournal?.close();
  };
  if (sentJournal) {
    await recoverMessages(parts, sentJournal, { isAlone: !database }).catch((fault) => {
      close();
      throw fault;
    });
  }
  return { mailer, sentJournal, close };
}

/** In the data directory of each node. */
export const sentJournalFile = (dataDirectory: string): string =>
  join(dataDirectory, 'sent-messages.journal');

/** Beside a shared database nothing else needs the data directory: without one a node does without the journal. */
function journalOfNode(dataDirectory: string, log: Pick<Parts['log'], 'warn'>): SentJournal | undefined {
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    const release = holdAlone(join(dataDirectory, 'sent-messages.lock'));
    if (!release) throw new Error('Another Master Account uses this data directory.');
    const journal: SentJournal = openJournal(sentJournalFile(dataDirectory));
    const close = () => {
      journal.close();
      release();
    };
    return { ...journal, close };
  } catch (err) {
    log.warn({ err, dataDirectory }, 'What is sent is not noted here: after a crash it may be sent twice.');
    return undefined;
  }
}
