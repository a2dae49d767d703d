import type { Word } from '../../features/messages/index.ts';
import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import { isSignedByTwilio, twilioCallbackPath, twilioRefusal } from '../../platform/sms/index.ts';

export interface TwilioCall {
  trace: string;
  body: string;
  signature: string;
}

interface Deps {
  clock: Clock;
  issuer: string;
}

/**
 * Twilio signs the address that it called. That address is ours, by the configuration: what the request itself says
 * of its host is believed in nothing.
 * @returns undefined where nothing is said that we do not know already: that it is queued, or with the carrier
 */
export function readTwilioCall(
  { clock, issuer }: Deps,
  authToken: string,
  { trace, body, signature }: TwilioCall,
): Result<Word | undefined, 'not-signed' | 'wrong-signature' | 'unreadable'> {
  if (signature === '') return refuse('not-signed');
  const fields = new URLSearchParams(body);
  const url = `${issuer}${twilioCallbackPath(trace)}`;
  if (!isSignedByTwilio(authToken, { url, fields, signature })) return refuse('wrong-signature');
  const id = fields.get('MessageSid');
  const status = fields.get('MessageStatus');
  if (!id || !status) return refuse('unreadable');
  // A callback has no time of its own, and comes at once.
  const said = { trace, source: 'twilio', wordId: `${id} ${status}`, at: clock.now() } as const;
  if (status === 'delivered' || status === 'read') return ok({ ...said, what: 'delivered' });
  if (status !== 'undelivered' && status !== 'failed') return ok(undefined);
  const code = fields.get('ErrorCode') ?? '';
  return ok({ ...said, ...(twilioRefusal(code) ?? unknownRefusal(code)), code: code || undefined });
}

const unknownRefusal = (code: string) =>
  ({ what: 'bounced', words: code ? `Twilio says error ${code}.` : 'Twilio gives no reason.' }) as const;
