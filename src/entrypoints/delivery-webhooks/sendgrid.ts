import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { classifyLastReply, type Reply, type Word } from '../../features/messages/index.ts';
import { hours, minutes, ok, refuse } from '../../kernel/index.ts';
import { readJson } from './bounded-json.ts';
import type { DeliveryWebhook, WebhookCall, WebhookSettings } from './delivery-webhook.ts';
import { instantOfSeconds, isFresh, optionalText, unixInstant } from './fields.ts';
import { quoted, readReply } from './server-words.ts';

// https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event: ECDSA on P-256 with SHA-256, over the time of the
// header and the body.

/** SendGrid tries for 24 hours. An old call that is repeated does nothing: all of it is signed, and words are filed once. */
const FRESHNESS = hours(24) + minutes(15);

const event = z.object({
  event: z.string(),
  timestamp: unixInstant,
  attempt: z.union([z.string(), z.number()]).optional().catch(undefined),
  type: optionalText,
  reason: optionalText,
  response: optionalText,
  status: optionalText,
  // Unique arguments stand among the other fields; the documentation also names them as one of their own.
  trace: optionalText,
  unique_args: z.object({ trace: optionalText }).default({ trace: undefined }).catch({ trace: undefined }),
});
type Event = z.output<typeof event>;

/** @param settings of a configuration that has been checked: the key is one on P-256 */
export function sendgrid({ publicKey }: NonNullable<WebhookSettings['sendgrid']>): DeliveryWebhook {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return {
    provider: 'sendgrid',
    headersFor: (trace) => ({ 'X-SMTPAPI': JSON.stringify({ unique_args: { trace } }) }),
    async read(call) {
      const signedAt = instantOfSeconds(call.headers.get(TIMESTAMP));
      if (signedAt === undefined || !isSigned(call, key)) return refuse('not-authentic');
      if (!isFresh(signedAt, { now: call.now, within: FRESHNESS })) return refuse('stale');
      const events = readJson(call.body);
      if (!Array.isArray(events)) return refuse('unreadable');
      // One that we cannot read costs the others nothing.
      return ok({
        words: events.map((each) => wordOf(event.safeParse(each).data)).filter((word) => word !== undefined),
      });
    },
  };
}

const SIGNATURE = 'x-twilio-email-event-webhook-signature';
const TIMESTAMP = 'x-twilio-email-event-webhook-timestamp';

function isSigned({ headers, body }: WebhookCall, key: KeyObject): boolean {
  const signature = Buffer.from(headers.get(SIGNATURE) ?? '', 'base64');
  const text = Buffer.concat([Buffer.from(headers.get(TIMESTAMP) ?? ''), body]);
  return verify('sha256', text, key, signature);
}

function wordOf(event: Event | undefined): Word | undefined {
  const trace = event?.trace ?? event?.unique_args.trace;
  if (!event || !trace) return undefined;
  const reply = readReply(
    event.response ?? event.reason,
    /^[245]\./.exec(event.status ?? '') ? event.status : undefined,
  );
  const what = meaningOf(event, reply);
  if (!what) return undefined;
  const { timestamp: at, attempt = '' } = event;
  // `sg_event_id` is another one when the same event is sent again (sendgrid/sendgrid-nodejs, issue 1435).
  const wordId = `${event.event} ${at} ${attempt}`;
  return { trace, what, at, source: 'sendgrid', wordId, ...quoted(reply) };
}

function meaningOf({ event, type, reason }: Event, reply: Reply): Word['what'] | undefined {
  if (event === 'delivered') return 'delivered';
  if (event === 'deferred') return 'delayed';
  if (event === 'bounce') return type === 'blocked' ? 'blocked' : classifyLastReply(reply);
  if (event !== 'dropped') return undefined;
  // Not even tried: because the address is bad, or for what its owner, or SendGrid, has against us.
  return /^(bounced|invalid)( address)?$/i.test(reason ?? '') ? 'bounced' : 'blocked';
}
