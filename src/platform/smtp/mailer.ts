import { createTransport } from 'nodemailer';
import { seconds } from '../../kernel/index.ts';
import { type Delivery, deliveryOfFault, shortened } from './delivery.ts';

export type { Delivery } from './delivery.ts';

export interface SmtpSettings {
  host: string;
  port: number;
  /** TLS from the first byte. */
  secure: boolean;
  /** Refuse to send where the relay does not offer STARTTLS. */
  requireTls: boolean;
  user?: string | undefined;
  password?: string | undefined;
}

export interface Mail {
  from: { name: string; address: string };
  /** One bare address. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Without angle brackets; the same for every try of one message, so that receivers can see a duplicate. */
  messageId: string;
  /** The envelope's sender: where bounces of this very try go. The sender's own address where absent. */
  returnPath?: string | undefined;
  /** Asks the servers on the way to report what becomes of it (RFC 3461), where they can: by this envelope id. */
  reports?: { envelopeId: string } | undefined;
  /** Further headers, for providers. */
  headers?: Record<string, string> | undefined;
}

export interface Mailer {
  /** Never throws for what the relay or the network does: that is a delivery of its own kind. */
  send(mail: Mail): Promise<Delivery>;
  close(): void;
}

export function openMailer({ host, port, secure, requireTls, user, password }: SmtpSettings): Mailer {
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: requireTls && !secure,
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    pool: true,
    maxConnections: 5,
    connectionTimeout: seconds(5),
    greetingTimeout: seconds(5),
    socketTimeout: seconds(20),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      mustBeOneAddress(mail.to);
      mustBeOneAddress(mail.from.address);
      try {
        const { response } = await transport.sendMail({
          ...mail,
          to: { name: '', address: mail.to },
          messageId: `<${mail.messageId}>`,
          envelope: { from: mail.from.address, to: [mail.to] },
          // RFC 3834: nobody's holiday notice should answer this.
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { outcome: 'accepted', code: response.slice(0, 3), words: shortened(response.slice(4)) };
      } catch (fault) {
        return deliveryOfFault(fault);
      }
    },
    close: () => transport.close(),
  };
}

/**
 * The last line of defence against a second recipient or header: addresses are normalised long before.
 * @throws when the text could be read as anything else than one address
 */
function mustBeOneAddress(text: string): void {
  if (!/^[^\s@<>()[\],;:\\"\p{Cc}]{1,64}@[a-z0-9.-]{1,253}$/iu.test(text)) {
    throw new Error('This is not one bare mail address.');
  }
}
