import { createHmac } from 'node:crypto';
import { type Clock, minutes, ok, type Result, refuse } from '../../kernel/index.ts';
import { equalSecrets } from '../../platform/sealing/index.ts';

// Standard Webhooks 1.0.0 (https://www.standardwebhooks.com), symmetric signatures `v1`. The package
// `standardwebhooks` reads the machine's clock; this reads ours, which all nodes share.

/** How old, or how far ahead of our clock, a call may be. */
const FRESHNESS = minutes(5);
/** More signatures than a rotation of keys ever needs. */
const MOST_SIGNATURES = 10;

/** A call as it travels: the body exactly as sent, and the three headers that sign it. */
export interface SignedCall {
  body: string;
  id: string;
  /** Seconds since 1970, as text. */
  timestamp: string;
  signature: string;
}

/** @param secret `whsec_…` */
export function signCall(
  { clock }: { clock: Clock },
  secret: string,
  { id, body }: { id: string; body: string },
): SignedCall {
  const timestamp = String(Math.floor(clock.now() / 1000));
  return { body, id, timestamp, signature: signatureOf(secret, { id, timestamp, body }) };
}

/** Whether a call was made by who has the secret, and just now. Whether it is a repeated one is for the caller to see by its id. */
export function verifySignedCall(
  { clock }: { clock: Clock },
  secret: string,
  call: SignedCall,
): Result<{ id: string }, 'not-signed' | 'wrong-signature' | 'stale'> {
  if (!/^[\x21-\x7e]{1,200}$/.test(call.id) || !call.signature) return refuse('not-signed');
  if (!/^\d{1,12}$/.test(call.timestamp)) return refuse('not-signed');
  const expected = signatureOf(secret, call);
  const given = call.signature.split(' ', MOST_SIGNATURES);
  if (!given.some((signature) => equalSecrets(signature, expected))) return refuse('wrong-signature');
  const age = clock.now() - Number(call.timestamp) * 1000;
  return Math.abs(age) <= FRESHNESS ? ok({ id: call.id }) : refuse('stale');
}

function signatureOf(secret: string, { id, timestamp, body }: Omit<SignedCall, 'signature'>): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
