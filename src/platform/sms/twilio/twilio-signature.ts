import { createHmac } from 'node:crypto';
import { equalSecrets } from '../../sealing/index.ts';

/**
 * `X-Twilio-Signature` (https://www.twilio.com/docs/usage/webhooks/webhooks-security): HMAC-SHA1 over the address that
 * was called, without its fragment, and every posted field, in the order of their names.
 */
export function twilioSignature(
  authToken: string,
  { url, fields }: { url: string; fields: URLSearchParams },
): string {
  const hmac = createHmac('sha1', authToken).update(url);
  for (const name of [...new Set(fields.keys())].sort()) {
    for (const value of [...new Set(fields.getAll(name))].sort()) hmac.update(`${name}${value}`);
  }
  return hmac.digest('base64');
}

/** @param url the address as we have told it to Twilio; never one made from what the request says */
export const isSignedByTwilio = (
  authToken: string,
  call: { url: string; fields: URLSearchParams; signature: string },
): boolean =>
  [call.url, withPort(call.url)].some((url) =>
    equalSecrets(call.signature, twilioSignature(authToken, { ...call, url })),
  );

/** Twilio is known to sign with the standard port written out at times. */
function withPort(url: string): string {
  const { protocol, host, port } = new URL(url);
  return port ? url : url.replace(host, `${host}:${protocol === 'https:' ? 443 : 80}`);
}
