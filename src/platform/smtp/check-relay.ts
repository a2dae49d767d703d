import { createTransport } from 'nodemailer';
import { ok, type Result, refuse, seconds } from '../../kernel/index.ts';
import { shortened } from './delivery.ts';
import type { SmtpSettings } from './smtp-settings.ts';

/** Where it ended, and in whose words; no password is in them. */
export interface RelayFault {
  at: 'connection' | 'tls' | 'sign-in' | 'greeting';
  words: string;
}

/** Connects to a relay, agrees on TLS and signs in, as before a mail, and goes away without one. */
export async function checkRelay({
  host,
  port,
  secure,
  requireTls,
  user,
  password,
}: SmtpSettings): Promise<Result<undefined, RelayFault>> {
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: requireTls && !secure,
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    connectionTimeout: seconds(5),
    greetingTimeout: seconds(5),
    socketTimeout: seconds(5),
  });
  try {
    await transport.verify();
    return ok(undefined);
  } catch (fault) {
    const { code = '', response, message } = fault as { code?: string; response?: string; message: string };
    return refuse({ at: placeOf(code, message), words: shortened(response ?? `${message} (${code})`) });
  } finally {
    transport.close();
  }
}

function placeOf(code: string, message: string): RelayFault['at'] {
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'sign-in';
  if (code === 'ETLS' || /certificate|tls|ssl/i.test(message)) return 'tls';
  return code === 'EPROTOCOL' || code === 'EENVELOPE' ? 'greeting' : 'connection';
}
