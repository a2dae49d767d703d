import { z } from 'zod';
import { classifyLastReply, type Reply, type Word } from '../../features/messages/index.ts';
import { hours, minutes, ok, type Result, refuse } from '../../kernel/index.ts';
import { readJson } from './bounded-json.ts';
import type { DeliveryWebhook, FetchAddress, Heard, Refusal, WebhookSettings } from './delivery-webhook.ts';
import { isFresh, isoInstant, optionalText } from './fields.ts';
import { quoted, readReply } from './server-words.ts';
import { confirmationAddress } from './sns-addresses.ts';
import { signingCertificates } from './sns-certificates.ts';
import { isSignedWith, readSnsMessage, type SnsMessage } from './sns-message.ts';

// https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html (`eventType`, with tags), and
// …/notification-contents.html (`notificationType`, which has the headers where that is switched on, and never tags).

/** Amazon SNS tries for an hour at most, with the time and signature of the first try. */
const FRESHNESS = hours(1) + minutes(15);

const TRACE_HEADER = 'X-Message-Trace';

export function amazonSes(
  { topicArns }: NonNullable<WebhookSettings['amazonSes']>,
  fetchAddress: FetchAddress,
): DeliveryWebhook {
  const keyOf = signingCertificates(fetchAddress);
  const confirm = confirmations(fetchAddress);
  return {
    provider: 'amazon-ses',
    // Tags hold letters, digits, `-` and `_`, up to 256 of them.
    headersFor: (trace) => ({ 'X-SES-MESSAGE-TAGS': `trace=${trace}`, [TRACE_HEADER]: trace }),
    async read({ body, now }) {
      const message = readSnsMessage(body);
      if (!message) return refuse('unreadable');
      // What is cheap to see comes first, so that a stranger has no certificate fetched.
      if (!topicArns.includes(message.TopicArn)) return refuse('not-authentic');
      if (!isFresh(message.sentAt, { now, within: FRESHNESS })) return refuse('stale');
      const key = await keyOf(message.SigningCertURL, now);
      if (!key.ok) return key;
      if (!isSignedWith(key.value, message)) return refuse('not-authentic');
      if (message.Type === 'SubscriptionConfirmation') return confirm(message);
      if (message.Type === 'UnsubscribeConfirmation') return ok({ words: [], subscription: 'ended' });
      const word = wordIn(message);
      return ok({ words: word ? [word] : [] });
    },
  };
}

/** Confirms the subscription of a configured topic to us: once, however often the request comes. */
function confirmations(fetchAddress: FetchAddress) {
  const done = new Map<string, string>();
  return async ({ MessageId, SubscribeURL, TopicArn }: SnsMessage): Promise<Result<Heard, Refusal>> => {
    const url = confirmationAddress(SubscribeURL, TopicArn);
    if (!url) return refuse('not-authentic');
    if (done.get(TopicArn) === MessageId) return ok({ words: [] });
    const response = await fetchAddress(url.href).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.status !== 200) return refuse('unavailable');
    done.set(TopicArn, MessageId);
    return ok({ words: [], subscription: 'confirmed' });
  };
}

const recipients = z
  .array(z.object({ action: optionalText, status: optionalText, diagnosticCode: optionalText }))
  .default([])
  .catch([]);
const stamped = { timestamp: isoInstant, reportingMTA: optionalText };
const event = z.object({
  eventType: optionalText,
  notificationType: optionalText,
  mail: z.object({
    tags: z.record(z.string(), z.array(z.string())).default({}).catch({}),
    headers: z
      .array(z.object({ name: z.string(), value: z.string() }))
      .default([])
      .catch([]),
  }),
  delivery: z.object({ smtpResponse: optionalText, ...stamped }).optional(),
  deliveryDelay: z.object({ delayedRecipients: recipients, ...stamped }).optional(),
  bounce: z
    .object({
      bounceType: optionalText,
      bounceSubType: optionalText,
      bouncedRecipients: recipients,
      ...stamped,
    })
    .optional(),
  reject: z.object({ reason: optionalText }).optional(),
});
type Event = z.output<typeof event>;
type Bounce = NonNullable<Event['bounce']>;

function wordIn(message: SnsMessage): Word | undefined {
  // Amazon also posts a sentence here, when the topic is connected.
  const { data } = event.safeParse(readJson(message.Message));
  const said = data && whatIsSaid(data, message.sentAt);
  const trace = data && traceIn(data);
  if (!said || !trace) return undefined;
  const { what, at, reply, server } = said;
  return {
    trace,
    what,
    at,
    source: 'amazon-ses',
    // The same whichever way it comes: a mail may be told of by both kinds of notification.
    wordId: `${what} ${at}`,
    ...quoted(reply),
    server: server?.replace(/^\s*[a-z]+\s*;\s*/i, ''),
  };
}

function traceIn({ mail: { tags, headers } }: Event): string | undefined {
  const header = headers.find(({ name }) => name.toLowerCase() === TRACE_HEADER.toLowerCase());
  return tags['trace']?.[0] ?? header?.value;
}

type Said = { what: Word['what']; at: number; reply: Reply; server?: string | undefined };

function whatIsSaid(event: Event, sentAt: number): Said | undefined {
  const { delivery, deliveryDelay, bounce, reject } = event;
  const type = event.eventType ?? event.notificationType;
  if (type === 'Delivery' && delivery) {
    const { timestamp: at, reportingMTA: server } = delivery;
    return { what: 'delivered', at, reply: readReply(delivery.smtpResponse), server };
  }
  if (type === 'DeliveryDelay' && deliveryDelay) {
    const { timestamp: at, reportingMTA: server } = deliveryDelay;
    return { what: 'delayed', at, reply: replyTo(deliveryDelay.delayedRecipients), server };
  }
  if (type === 'Bounce' && bounce) {
    const { timestamp: at, reportingMTA: server } = bounce;
    return { what: meaningOfBounce(bounce), at, reply: replyTo(bounce.bouncedRecipients), server };
  }
  // Amazon found a virus in it, and sent nothing.
  if (type === 'Reject') return { what: 'blocked', at: sentAt, reply: readReply(reject?.reason) };
  // A complaint is made of a mail that has arrived; the rest is about the time before or after.
  return undefined;
}

/** Each mail of ours has one recipient. */
const replyTo = ([recipient]: Bounce['bouncedRecipients']): Reply =>
  readReply(recipient?.diagnosticCode, recipient?.status);

/**
 * A bounce is told of when Amazon SES does not try any more, so a transient one is no delay: those are events of their own. The
 * one exception is a transient, general one without a report (RFC 3464: no action): it is mostly an automatic reply to
 * a mail that arrived, at times a real failure; taken for a delay, it outweighs neither a delivery nor a bounce.
 */
function meaningOfBounce({ bounceType, bounceSubType = '', bouncedRecipients }: Bounce): Word['what'] {
  const action = bouncedRecipients[0]?.action?.toLowerCase();
  if (action === 'delayed') return 'delayed';
  if (bounceType === 'Transient' && bounceSubType === 'General' && action !== 'failed') return 'delayed';
  if (BLOCKS.includes(bounceSubType)) return 'blocked';
  return classifyLastReply(replyTo(bouncedRecipients));
}

/** Refused for what stands in the mail, or not even tried since the address is on a list of addresses not to be written to. */
const BLOCKS = [
  'ContentRejected', 'AttachmentRejected', 'Suppressed', 'OnAccountSuppressionList', 'UnsubscribedRecipient',
]; // biome-ignore format: a list of words
