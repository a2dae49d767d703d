import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { classifyLastReply, type Reply, type Word } from '../../features/messages/index.ts';
import { hours, minutes, ok, refuse } from '../../kernel/index.ts';
import { equalSecrets } from '../../platform/sealing/index.ts';
import { readJson } from './bounded-json.ts';
import type { DeliveryWebhook, WebhookSettings } from './delivery-webhook.ts';
import { instantOfSeconds, isFresh, optionalText, unixInstant } from './fields.ts';
import { quoted, readReply } from './server-words.ts';

// https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks. The signature stands in the body, so the body must be
// parsed first. It covers a time and a token and not the event: whoever got hold of one call could put other words into it, so
// the token is what tells words apart, and a second call with it says nothing more about a message. Which tokens were used is
// remembered nowhere else: about other messages nobody can speak without their traces, and the same words twice do nothing.

/** Mailgun tries for eight hours, with the signature of the first time. */
const FRESHNESS = hours(8) + minutes(15);

const signed = z.object({
  signature: z.object({
    timestamp: z.union([z.string(), z.number().transform(String)]),
    token: z.string().min(1).max(200),
    signature: z.string().max(200),
  }),
  'event-data': z.unknown(),
});

const event = z.object({
  event: z.string(),
  timestamp: unixInstant,
  severity: optionalText,
  reason: optionalText,
  'delivery-status': z
    .object({
      code: z.number().optional().catch(undefined),
      'enhanced-code': optionalText,
      message: optionalText,
      description: optionalText,
      'mx-host': optionalText,
    })
    .default({})
    .catch({}),
  reject: z.object({ reason: optionalText, description: optionalText }).default({}).catch({}),
  'user-variables': z.object({ trace: z.string() }),
});
type Event = z.output<typeof event>;

export const mailgun = ({ signingKey }: NonNullable<WebhookSettings['mailgun']>): DeliveryWebhook => ({
  provider: 'mailgun',
  headersFor: (trace) => ({ 'X-Mailgun-Variables': JSON.stringify({ trace }) }),
  async read({ body, now }) {
    const { data } = signed.safeParse(readJson(body));
    if (!data) return refuse('unreadable');
    const { timestamp, token, signature } = data.signature;
    const expected = createHmac('sha256', signingKey).update(`${timestamp}${token}`).digest('hex');
    const signedAt = instantOfSeconds(timestamp);
    if (!equalSecrets(signature, expected) || signedAt === undefined) return refuse('not-authentic');
    if (!isFresh(signedAt, { now, within: FRESHNESS })) return refuse('stale');
    const word = wordOf(event.safeParse(data['event-data']).data, token);
    return ok({ words: word ? [word] : [] });
  },
});

function wordOf(event: Event | undefined, token: string): Word | undefined {
  if (!event) return undefined;
  const status = event['delivery-status'];
  const reply = replyOf(event);
  const what = meaningOf(event, reply);
  if (!what) return undefined;
  return {
    trace: event['user-variables'].trace,
    what,
    at: event.timestamp,
    source: 'mailgun',
    wordId: token,
    ...quoted(reply),
    server: status['mx-host'],
  };
}

function replyOf({ 'delivery-status': status, reject }: Event): Reply {
  const said = status.message || status.description || reject.reason || reject.description;
  const reply = readReply(said, status['enhanced-code'] || undefined);
  // Codes from 600 on are Mailgun's own, for what it has not even tried.
  const isOfSmtp = status.code !== undefined && status.code >= 200 && status.code < 600;
  return { ...reply, code: reply.code ?? (isOfSmtp ? String(status.code) : undefined) };
}

function meaningOf({ event, severity, reason }: Event, reply: Reply): Word['what'] | undefined {
  if (event === 'delivered') return 'delivered';
  if (event === 'rejected') return 'blocked';
  if (event !== 'failed') return undefined;
  if (severity === 'temporary') return 'delayed';
  // An address that bounced before is not tried again; nor is one whose owner complained, or wants no more mail.
  if (reason === 'suppress-bounce') return 'bounced';
  return /^(suppress-|espblock$)/.test(reason ?? '') ? 'blocked' : classifyLastReply(reply);
}
