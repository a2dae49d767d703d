import type { SendMailOptions } from 'nodemailer';

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
  /** Further headers, for providers: `X-…` only. */
  headers?: Record<string, string> | undefined;
}

/** Whom servers are told of. */
export interface Envelope {
  from: string;
  to: string[];
}

/** Of a normalised address. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/**
 * The mail as the library takes it.
 * @throws where a part of it could be read as a second recipient, header or command
 */
export function asSent(mail: Mail): SendMailOptions & { envelope: Envelope } {
  const { from, to, subject, text, html, messageId, reports, headers = {} } = mail;
  const returnPath = mail.returnPath ?? from.address;
  for (const address of [to, from.address, returnPath]) mustBeOneAddress(address);
  if (!/^[^\s@<>\p{C}]{1,64}@[a-z0-9.-]{1,253}$/iu.test(messageId)) throw new Error('This is no message id.');
  mustBeHeaders(headers);
  return {
    from,
    to: { name: '', address: to },
    subject,
    text,
    html,
    messageId: `<${messageId}>`,
    envelope: { from: returnPath, to: [to] },
    ...(reports && { dsn: reportsTo(reports.envelopeId, to) }),
    // RFC 3834: nobody's holiday notice should answer this.
    headers: { ...unencoded(headers), 'Auto-Submitted': 'auto-generated' },
  };
}

/** The library would put JSON into encoded words (RFC 2047), and no provider would read it. */
const unencoded = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { prepared: true, value }]));

/** Left out by the library where a relay does not offer it. */
function reportsTo(envelopeId: string, to: string): NonNullable<SendMailOptions['dsn']> {
  if (!/^[\x21-\x7e]{1,100}$/.test(envelopeId)) throw new Error('This is no envelope id.');
  return {
    id: envelopeId,
    return: 'headers',
    notify: ['success', 'failure', 'delay'],
    recipient: `rfc822;${to}`,
  };
}

/**
 * The last line of defence against a second recipient or header: addresses are normalised long before.
 * @throws when the text could be read as anything else than one address
 */
function mustBeOneAddress(text: string): void {
  if (!/^[^\s@<>()[\],;:\\"\p{C}]{1,64}@[a-z0-9.-]{1,253}$/iu.test(text)) {
    throw new Error('This is not one bare mail address.');
  }
}

function mustBeHeaders(headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    const fits = /^X-[a-z0-9-]{1,60}$/i.test(name) && /^[\x20-\x7e]{1,900}$/.test(value);
    if (!fits) throw new Error('This is no header for a provider.');
  }
}
