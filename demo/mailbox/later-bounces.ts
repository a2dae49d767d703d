import { createTransport } from 'nodemailer';
import { type Clock, seconds } from '../../src/kernel/index.ts';
import { loopback } from '../listen.ts';
import type { Refusal } from './pretend-domains.ts';

/** A mail that was taken and turns out to be undeliverable. */
export interface Undeliverable {
  /** Where its bounce goes; empty for a bounce, which is never answered by another one. */
  returnPath: string;
  recipient: string;
  refusal: Refusal;
  /** Header lines of the mail, which the report brings back. */
  headers: string;
}

/** Long enough to see that the message was accepted at first. */
const AFTER = seconds(3);
const HOST = 'mx.bounce.test';

/** Writes delivery status notifications (RFC 3464), as a mail server does that finds out late. */
export function openLaterBounces({
  clock,
  port,
  after = AFTER,
}: {
  clock: Clock;
  /** Where Master Account listens for bounces, on this machine. */
  port: number;
  after?: number;
}) {
  const transport = createTransport({ host: loopback, port, secure: false, ignoreTLS: true });
  const waiting = new Set<NodeJS.Timeout>();
  return {
    bounceLater(mail: Undeliverable): void {
      if (mail.returnPath === '') return;
      const timer = setTimeout(() => {
        waiting.delete(timer);
        const envelope = { from: '', to: [mail.returnPath] };
        // Nobody who listens for bounces: then this one is lost, as it would be out there in the end.
        transport
          .sendMail({ envelope, raw: notification(mail, new Date(clock.now())) })
          .catch(() => undefined);
      }, after);
      waiting.add(timer);
    },
    stop(): void {
      for (const timer of waiting) clearTimeout(timer);
      transport.close();
    },
  };
}

function notification({ returnPath, recipient, refusal, headers }: Undeliverable, now: Date): string {
  const date = now.toUTCString().replace('GMT', '+0000');
  const status = refusal.words.split(' ')[0];
  const boundary = `report-${now.getTime()}`;
  return [
    `From: Mail Delivery System <MAILER-DAEMON@${HOST}>`,
    `To: <${returnPath}>`,
    `Date: ${date}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `This is the mail system at ${HOST}.`,
    '',
    'Your message could not be delivered:',
    '',
    `<${recipient}>: ${refusal.code} ${refusal.words}`,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${HOST}`,
    `Arrival-Date: ${date}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    `Status: ${status}`,
    `Remote-MTA: dns; ${HOST}`,
    `Diagnostic-Code: smtp; ${refusal.code} ${refusal.words}`,
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    headers,
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
}
