import { z } from 'zod';
import type { Clock } from '../../../kernel/index.ts';
import { shortened } from '../../smtp/index.ts';
import { askGateway, type GatewayAnswer } from '../ask-gateway.ts';
import type { SmsSender, TextDelivery } from '../sms-sender.ts';
import { twilioRefusal } from './twilio-codes.ts';

/** Where Twilio tells what became of a text; the trace of the try is in it. */
export const twilioCallbackPath = (trace: string): string =>
  `/webhooks/sms/twilio?${new URLSearchParams({ trace })}`;

/** Has Twilio repeat a callback that did not get through: it is not sent to us, nor signed. */
const CALLBACK_RETRIES = '#rc=3&rp=5xx,ct,rt';

const created = z.object({ sid: z.string() });
const fault = z.object({ code: z.int(), message: z.string().optional() });

interface Settings {
  accountSid: string;
  authToken: string;
  from?: string | undefined;
  messagingServiceSid?: string | undefined;
  apiUrl: string;
  allowedPrefixes: readonly string[];
}

export function twilioSender(deps: { clock: Clock; issuer: string }, settings: Settings): SmsSender {
  const { accountSid, authToken, from, messagingServiceSid, allowedPrefixes } = settings;
  const apiUrl = settings.apiUrl.replace(/\/$/, '');
  const url = `${apiUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`;
  const server = new URL(url).hostname;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization };
  return {
    allowedPrefixes,
    async send({ to, text, trace }) {
      const fields = new URLSearchParams({
        To: to,
        ...(messagingServiceSid !== undefined && { MessagingServiceSid: messagingServiceSid }),
        ...(from !== undefined && { From: from }),
        Body: text,
        StatusCallback: `${deps.issuer}${twilioCallbackPath(trace)}${CALLBACK_RETRIES}`,
      });
      const answer = await askGateway(deps, { url, headers, body: fields.toString(), internalHosts: [] });
      if ('fault' in answer) return { outcome: 'not-now', words: answer.fault };
      return { ...deliveryOf(answer), server };
    },
  };
}

function deliveryOf({ status, body, retryAfter }: GatewayAnswer): TextDelivery {
  const message = status === 201 || status === 200 ? created.safeParse(body).data : undefined;
  if (message) return { outcome: 'accepted', code: String(status), words: shortened(message.sid) };
  const said = status >= 400 && status < 500 ? fault.safeParse(body).data : undefined;
  const code = String(said?.code ?? status);
  const refusal = said && twilioRefusal(said.code);
  if (refusal) return { outcome: 'refused', ...refusal, code };
  const words = shortened(said?.message ?? `Twilio answered with status ${status}.`);
  return { outcome: 'not-now', code, words, retryAfter };
}
