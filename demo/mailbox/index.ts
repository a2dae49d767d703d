// The demo's mailbox: every email that is sent in the demo arrives here, over real SMTP.
//   receiver.ts          the SMTP server: takes a message, parses it, keeps it
//   pretend-domains.ts   domains whose mail bounces, is blocked, …: answers.ts at once, later-bounces.ts later
//   messages.queries.ts  the newest 500 messages, in SQLite
//   mailbox-routes.ts    the pages, and GET /api/messages
//   message-body.ts      the frame that shuts a message's HTML in
//   *.page.ts            what the pages look like
// Its web server serves its neighbour too, the phone (../phone).
import { join } from 'node:path';
import type { Clock } from '../../src/kernel/index.ts';
import { localAddress } from '../demo-ports.ts';
import { listen, portNeed, type Running } from '../listen.ts';
import { runOn } from '../open-sqlite.ts';
import { openPhone } from '../phone/index.ts';
import { openLaterBounces } from './later-bounces.ts';
import { mailboxRoutes } from './mailbox-routes.ts';
import { openMailbox } from './messages.queries.ts';
import { receiveMail } from './receiver.ts';

export interface MailboxSettings {
  port: number;
  smtpPort: number;
  /** Where the bounces that it writes go. */
  bouncePort: number;
  dataDirectory: string;
  clock: Clock;
}

/** Starts the mailbox's SMTP server and its web pages. @throws PortTaken */
export async function startMailbox(settings: MailboxSettings): Promise<Running & { url: string }> {
  const { port, smtpPort, bouncePort, clock } = settings;
  const bounces = openLaterBounces({ clock, port: bouncePort });
  const database = openMailbox(join(settings.dataDirectory, 'demo', 'mailbox.sqlite'));
  const running = await runOn(database, async () => {
    const smtp = await receiveMail({ database, clock, ...bounces }, { port: smtpPort });
    const phone = openPhone(settings);
    const app = mailboxRoutes({ database }, { smtpPort }).route('/', phone.routes);
    const pages = await listen(app, portNeed(port, 'MAILBOX_PORT', 'the mailbox')).catch(async (error) => {
      await Promise.all([smtp.stop(), phone.stop()]);
      throw error;
    });
    return {
      async stop() {
        bounces.stop();
        await Promise.all([smtp.stop(), pages.stop()]);
        await phone.stop();
      },
    };
  });
  return { ...running, url: localAddress(port) };
}
