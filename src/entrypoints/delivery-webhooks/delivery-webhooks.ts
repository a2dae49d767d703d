import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { fileWord, type Word } from '../../features/messages/index.ts';
import { type Clock, newId } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { isCutShort, referenceOf } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import type { DeliveryWebhook, FetchAddress, WebhookSettings } from './delivery-webhook.ts';
import { openWebhooks } from './open-webhooks.ts';

export interface DeliveryWebhooksDeps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest'>;
  log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** The configured providers; any other has no address here. */
  webhooks: WebhookSettings;
  /** The network outside; the guarded one, unless another is given. */
  fetchAddress?: FetchAddress | undefined;
}

type Env = {
  Bindings: Partial<HttpBindings>;
  Variables: { reference: string; webhook: DeliveryWebhook };
};

const BODY_LIMIT = 1024 * 1024;
/** How many words are filed at the same time. */
const AT_ONCE = 5;

/** Providers try again for hours after anything but a 200; Postmark stops at a 403, since what is stale stays so. */
const refusals = {
  'not-configured': 404,
  'too-large': 413,
  'not-authentic': 401,
  stale: 403,
  unreadable: 400,
  unavailable: 503,
} as const;
type Refused = keyof typeof refusals;

/** Calls of mail providers: no pages, no cookies, no forms. The log never has a body, a header or a signature of theirs. */
export function deliveryWebhooks(deps: DeliveryWebhooksDeps): Hono<Env> {
  const webhooks = openWebhooks(deps.webhooks, deps.fetchAddress);
  const onError = () => refused('too-large');
  return new Hono<Env>()
    .post(
      '/webhooks/mail/:provider',
      forConfigured(deps, webhooks),
      bodyLimit({ maxSize: BODY_LIMIT, onError }),
      (c) => hear(deps, c),
    )
    .onError((fault, c) => {
      if (isCutShort(c.env)) return refused('unreadable');
      // Whatever failed here, the database above all, may be well again soon: the provider keeps the call for us.
      const [provider, reference] = [c.get('webhook')?.provider, c.get('reference')];
      deps.log.error({ err: fault, provider, reference }, 'A delivery webhook failed.');
      return refused('unavailable');
    });
}

const forConfigured =
  (
    { sealing }: DeliveryWebhooksDeps,
    webhooks: DeliveryWebhook[],
  ): MiddlewareHandler<Env, '/webhooks/mail/:provider'> =>
  async (c, next) => {
    const webhook = webhooks.find(({ provider }) => provider === c.req.param('provider'));
    if (!webhook) return refused('not-configured');
    c.set('webhook', webhook);
    c.set('reference', referenceOf(sealing, newId()));
    return next();
  };

async function hear(deps: DeliveryWebhooksDeps, c: Context<Env>): Promise<Response> {
  const [{ provider, read }, reference] = [c.get('webhook'), c.get('reference')];
  const body = Buffer.from(await c.req.arrayBuffer());
  const heard = await read({ headers: c.req.raw.headers, body, now: deps.clock.now() });
  if (!heard.ok) {
    deps.log.warn({ provider, reason: heard.error, reference }, 'A delivery webhook was refused.');
    return refused(heard.error);
  }
  const { words, subscription } = heard.value;
  const counts = await fileAll(deps, words);
  deps.log.info({ provider, subscription, ...counts, reference }, 'A provider told what became of messages.');
  return c.json({});
}

async function fileAll(deps: DeliveryWebhooksDeps, words: readonly Word[]) {
  const counts = { filed: 0, repeated: 0, unknown: 0 };
  for (let at = 0; at < words.length; at += AT_ONCE) {
    const filings = words.slice(at, at + AT_ONCE).map((word) => fileWord(deps, word));
    for (const filing of await Promise.all(filings)) counts[filing] += 1;
  }
  return counts;
}

function refused(error: Refused): Response {
  const status = refusals[error];
  const headers = status === 503 ? { 'retry-after': '60' } : undefined;
  return Response.json({ error }, { status, ...(headers && { headers }) });
}
