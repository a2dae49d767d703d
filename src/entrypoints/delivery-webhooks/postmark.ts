import { z } from 'zod';
import { classifyLastReply, type Reply, type Word } from '../../features/messages/index.ts';
import { hours, type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import { equalSecrets } from '../../platform/sealing/index.ts';
import { readJson } from './bounded-json.ts';
import type { DeliveryWebhook, Heard, Refusal, WebhookSettings } from './delivery-webhook.ts';
import { isFresh, isoInstant, optionalText } from './fields.ts';
import { quoted, readReply } from './server-words.ts';

// https://postmarkapp.com/developer/webhooks/webhooks-overview. Calls are not signed: a name and a password of ours stand in
// the address that Postmark was given, and come as HTTP Basic.

/** Postmark tries for ten and a half hours. Its calls bear no time of their own, only that of what they tell. */
const FRESHNESS = hours(24);

/** What each type of bounce means. The others say that it arrived (an automatic reply, a complaint), or nothing of the mail. */
const bounceTypes = new Map<string, (reply: Reply) => Word['what']>(
  Object.entries({
    HardBounce: classifyLastReply,
    SoftBounce: classifyLastReply,
    Unknown: classifyLastReply,
    BadEmailAddress: () => 'bounced',
    Transient: () => 'delayed',
    DnsError: () => 'delayed',
    SpamNotification: () => 'blocked',
    Blocked: () => 'blocked',
    DMARCPolicy: () => 'blocked',
    VirusNotification: () => 'blocked',
    ManuallyDeactivated: () => 'blocked',
    SMTPApiError: () => 'blocked',
  }),
);

const about = {
  Metadata: z.record(z.string(), z.unknown()).optional().catch(undefined),
  Details: optionalText,
};
const event = z.discriminatedUnion('RecordType', [
  z.object({ RecordType: z.literal('Delivery'), DeliveredAt: isoInstant, ...about }),
  z.object({
    RecordType: z.literal('Bounce'),
    BouncedAt: isoInstant,
    Type: z.string(),
    Description: optionalText,
    ...about,
  }),
]);
type Event = z.output<typeof event>;

export function postmark({ user, password }: NonNullable<WebhookSettings['postmark']>): DeliveryWebhook {
  return {
    provider: 'postmark',
    headersFor: (trace) => ({
      // Name and value may have 20 and 80 characters.
      'X-PM-Metadata-trace': trace,
      // Else our Message-ID is replaced, by which receivers see that two tries are one message.
      'X-PM-KeepID': 'true',
    }),
    async read({ headers, body, now }) {
      if (!equalSecrets(basicCredentials(headers.get('authorization')), `${user}:${password}`))
        return refuse('not-authentic');
      const json = readJson(body);
      if (typeof json !== 'object' || json === null) return refuse('unreadable');
      const { data } = event.safeParse(json);
      return data ? hear(data, now) : ok({ words: [] });
    },
  };
}

function basicCredentials(header: string | null): string {
  const [, encoded = ''] = /^basic ([a-z0-9+/]+=*)$/i.exec(header ?? '') ?? [];
  return Buffer.from(encoded, 'base64').toString('utf8');
}

function hear(event: Event, now: Instant): Result<Heard, Refusal> {
  const at = event.RecordType === 'Delivery' ? event.DeliveredAt : event.BouncedAt;
  if (!isFresh(at, { now, within: FRESHNESS })) return refuse('stale');
  const reply = readReply(event.Details);
  const what = event.RecordType === 'Delivery' ? 'delivered' : bounceTypes.get(event.Type)?.(reply);
  const trace = traceIn(event);
  if (!what || !trace) return ok({ words: [] });
  const said = quoted(reply);
  const words = said.words || (event.RecordType === 'Bounce' ? event.Description : undefined);
  return ok({
    words: [{ trace, what, at, source: 'postmark', wordId: `${what} ${at}`, code: said.code, words }],
  });
}

/** Mail software writes names of headers as it likes, and Postmark takes the name of the field from them. */
function traceIn({ Metadata = {} }: Event): string | undefined {
  const [, trace] = Object.entries(Metadata).find(([name]) => name.toLowerCase() === 'trace') ?? [];
  return typeof trace === 'string' ? trace : undefined;
}
