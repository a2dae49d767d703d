import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { fileWord, type Word } from '../../features/messages/index.ts';
import { type Clock, newId, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { isCutShort, referenceOf } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { readGatewayCall } from './gateway-call.ts';
import { readTwilioCall } from './twilio-call.ts';

export interface SmsWebhooksDeps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest' | 'seal'>;
  log: Pick<Log, 'warn' | 'error'>;
  /** Our public address. */
  issuer: string;
  /** The gateway that is configured, with what its calls are signed with. */
  sms?: { type: 'gateway'; secret: string } | { type: 'twilio'; authToken: string } | undefined;
}

type Env = { Bindings: Partial<HttpBindings>; Variables: { reference: string } };

const BODY_LIMIT = 16 * 1024;

/** What a call is refused with; the words are for a developer. */
const refusals = {
  'not-configured': [404, 'This SMS gateway is not the one that is configured.'],
  'not-signed': [401, 'The headers that sign the call are missing.'],
  'wrong-signature': [401, 'The signature does not fit what was sent.'],
  stale: [401, 'The timestamp is more than 5 minutes from our time.'],
  unreadable: [400, 'The body is not what the contract says.'],
  'too-large': [413, 'The body is larger than 16 KiB.'],
  fault: [503, 'This could not be filed now. Send the same call again.'],
} as const;
type Refusal = keyof typeof refusals;

/** Where gateways tell what became of a text: no cookies, no forms of people. */
export function smsWebhooks(deps: SmsWebhooksDeps): Hono<Env> {
  const onError = () => refused('too-large');
  const route = (read: Read, answer: Answer) => async (c: Context<Env>) => {
    c.set('reference', referenceOf(deps.sealing, newId()));
    const said = await read(deps, c);
    if (!said.ok) {
      const facts = { reason: said.error, path: c.req.path, reference: c.get('reference') };
      if (said.error !== 'not-configured') deps.log.warn(facts, 'A call of an SMS gateway was refused.');
      return refused(said.error);
    }
    return answer(c, said.value ? await fileWord(deps, said.value) : 'nothing-said');
  };
  return new Hono<Env>()
    .use('/webhooks/sms/*', bodyLimit({ maxSize: BODY_LIMIT, onError }))
    .post(
      '/webhooks/sms/gateway',
      route(readGateway, (c, filed) => c.json({ filed })),
    )
    .post(
      '/webhooks/sms/twilio',
      route(readTwilio, (c) => c.body(null, 204)),
    )
    .onError((fault, c) => {
      if (isCutShort(c.env)) return refused('unreadable');
      deps.log.error({ err: fault, reference: c.get('reference') }, 'A call of an SMS gateway failed.');
      return refused('fault');
    });
}

type Filed = Awaited<ReturnType<typeof fileWord>> | 'nothing-said';
type Answer = (c: Context<Env>, filed: Filed) => Response;
type Read = (deps: SmsWebhooksDeps, c: Context<Env>) => Promise<Result<Word | undefined, Refusal>>;

const readGateway: Read = async (deps, c) => {
  if (deps.sms?.type !== 'gateway') return refuse('not-configured');
  const header = (name: string) => c.req.header(`webhook-${name}`) ?? '';
  return readGatewayCall(deps, deps.sms.secret, { body: await c.req.text(), header });
};

const readTwilio: Read = async (deps, c) => {
  if (deps.sms?.type !== 'twilio') return refuse('not-configured');
  const signature = c.req.header('x-twilio-signature') ?? '';
  const trace = c.req.query('trace') ?? '';
  return readTwilioCall(deps, deps.sms.authToken, { trace, body: await c.req.text(), signature });
};

function refused(error: Refusal): Response {
  const [status, message] = refusals[error];
  return Response.json(
    { error, message },
    { status, headers: status === 503 ? { 'retry-after': '10' } : {} },
  );
}
