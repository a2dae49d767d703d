import { createTransport, type SendMailOptions } from 'nodemailer';
import type { dkimOptions } from './dkim.ts';
import { asSent, type Envelope, type Mail } from './mail.ts';

/** A mail written out: what a connection passes on without another look at it. */
export interface Letter {
  envelope: Envelope;
  dsn?: SendMailOptions['dsn'];
  raw: Buffer;
}

/** @throws (the promise rejects) where a part of the mail could be read as a second recipient, header or command */
export type Compose = (mail: Mail) => Promise<Letter>;

/**
 * Writes mails out and signs them, once for whatever relays they are tried at and before any of them has begun to
 * listen: that takes a while, in which this process would read no answer.
 */
export function openComposer(dkim: ReturnType<typeof dkimOptions> | undefined): Compose {
  const composer = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim && { dkim }),
  });
  return async (mail) => {
    const { envelope, dsn, messageId, ...sent } = asSent(mail);
    const { message } = await composer.sendMail({ ...sent, envelope, messageId });
    if (!Buffer.isBuffer(message)) throw new Error('The library has not written the mail out.');
    return { envelope, raw: message, ...(dsn && { dsn }) };
  };
}
