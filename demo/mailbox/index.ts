// The demo's mailbox: every email that is sent in the demo arrives here, over real SMTP.
//   receiver.ts          the SMTP server: takes a message, parses it, keeps it
//   messages.queries.ts  the newest 500 messages, in SQLite
//   mailbox-routes.ts    the pages, and GET /api/messages
//   *.page.ts            what they look like
// The phone (SMS) will be its neighbour `demo/phone`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../src/kernel/index.ts';
import { localAddress } from '../demo-ports.ts';
import { listen, type Running } from '../listen.ts';
import { mailboxRoutes } from './mailbox-routes.ts';
import { openMailbox } from './messages.queries.ts';
import { receiveMail } from './receiver.ts';

export interface MailboxSettings {
  port: number;
  smtpPort: number;
  dataDirectory: string;
  clock: Clock;
}

/** Starts the mailbox's SMTP server and its web pages. @throws PortTaken */
export async function startMailbox(settings: MailboxSettings): Promise<Running & { url: string }> {
  const { port, smtpPort, clock } = settings;
  const directory = join(settings.dataDirectory, 'demo');
  mkdirSync(directory, { recursive: true });
  const database = openMailbox(join(directory, 'mailbox.sqlite'));
  const url = localAddress(port);
  try {
    const smtp = await receiveMail({ database, clock }, { port: smtpPort });
    const pages = await startPages(database, settings).catch(async (error) => {
      await smtp.stop();
      throw error;
    });
    return {
      url,
      async stop() {
        await Promise.all([smtp.stop(), pages.stop()]);
        database.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

const startPages = (database: DatabaseSync, { port, smtpPort }: MailboxSettings): Promise<Running> =>
  listen(mailboxRoutes({ database }, { smtpPort }), { port, variable: 'MAILBOX_PORT', for: 'the mailbox' });
