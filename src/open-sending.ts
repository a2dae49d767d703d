import { join } from 'node:path';
import type { Configuration } from './config.ts';
import { recoverMessages, type SentJournal } from './features/messages/index.ts';
import type { Parts } from './parts.ts';
import { openJournal } from './platform/journal/index.ts';
import { type Mailer, openMailer } from './platform/smtp/index.ts';

/** How messages leave. */
export interface Sending {
  mailer: Mailer;
  /** Only where the database is this process's own: elsewhere another node may have taken its messages over. */
  sentJournal: SentJournal | undefined;
  close(): void;
}

/**
 * Opens the way to the relays, and puts right what a process that was killed has left behind.
 * @throws with a sentence where mail cannot be signed as the configuration says
 */
export async function openSending(
  { mail, database, dataDirectory }: Pick<Configuration, 'mail' | 'database' | 'dataDirectory'>,
  parts: Pick<Parts, 'db' | 'clock'>,
): Promise<Sending> {
  const mailer = openMailer(mail.smtp, { ...mail, clock: parts.clock });
  const sentJournal = database ? undefined : openSentJournal(dataDirectory);
  const close = () => {
    mailer.close();
    sentJournal?.close();
  };
  if (sentJournal) {
    await recoverMessages(parts, sentJournal).catch((fault) => {
      close();
      throw fault;
    });
  }
  return { mailer, sentJournal, close };
}

const openSentJournal = (dataDirectory: string): SentJournal =>
  openJournal(join(dataDirectory, 'sent-messages.journal'));
