import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type AcceptSignalDeps, acceptSignal } from '../../features/links/index.ts';
import { findService, type Service, verifySignedCall } from '../../features/services/index.ts';
import { newId, ok, type Result, refuse } from '../../kernel/index.ts';
import { clientAddress, isCutShort, referenceOf, type TrustedProxies } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { readSignal, type SignalBody } from './signal-body.ts';

export interface ServiceSignalsDeps extends AcceptSignalDeps {
  log: Pick<Log, 'info' | 'warn' | 'error'>;
  sealing: Pick<Sealing, 'digest' | 'seal'>;
  services: readonly Service[];
  trustedProxies: TrustedProxies;
}

type Env = { Bindings: HttpBindings; Variables: { reference: string } };

const BODY_LIMIT = 16 * 1024;

/** What a call is refused with; the words are for a developer. */
const refusals = {
  'unknown-service': [401, 'There is no such service, or it makes no signed calls.'],
  'not-signed': [401, 'The headers webhook-id, webhook-timestamp and webhook-signature are needed.'],
  'wrong-signature': [401, 'The signature does not fit the body, the id, the timestamp and the secret.'],
  stale: [401, 'The timestamp is more than 5 minutes from our time.'],
  'not-a-signal': [400, 'The body is not { "type": "account.…", "account": { "id": "…" } } as JSON.'],
  'too-large': [413, 'The body is larger than 16 KiB.'],
  fault: [500, 'Something went wrong here. Send the same call again, with the same webhook-id.'],
} as const;
type Refusal = keyof typeof refusals;

/** Signed calls of services: no cookies, no forms, only JSON. */
export function serviceSignals(deps: ServiceSignalsDeps): Hono<Env> {
  const onError = () => refused('too-large');
  return new Hono<Env>()
    .post('/services/:id/signals', bodyLimit({ maxSize: BODY_LIMIT, onError }), async (c) => {
      c.set('reference', referenceOf(deps.sealing, newId()));
      const received = await readCall(deps, c);
      if (received.ok) return obey(deps, c, received.value);
      const { service, reason } = received.error;
      deps.log.warn({ service, reason, reference: c.get('reference') }, 'A signal of a service was refused.');
      return refused(reason);
    })
    .onError((fault, c) => {
      if (isCutShort(c.env)) return refused('not-a-signal');
      deps.log.error({ err: fault, reference: c.get('reference') }, 'A signal of a service failed.');
      return refused('fault');
    });
}

interface Call {
  service: Service;
  signalId: string;
  signal: SignalBody;
}

async function readCall(
  deps: ServiceSignalsDeps,
  c: Context<Env, '/services/:id/signals'>,
): Promise<Result<Call, { service?: string; reason: Refusal }>> {
  const service = findService(deps, c.req.param('id'));
  if (!service?.signals) return refuse({ reason: 'unknown-service' });
  const body = await c.req.text();
  const header = (name: string) => c.req.header(`webhook-${name}`) ?? '';
  const call = { body, id: header('id'), timestamp: header('timestamp'), signature: header('signature') };
  const verdict = verifySignedCall(deps, service.signals.secret, call);
  if (!verdict.ok) return refuse({ service: service.id, reason: verdict.error });
  const signal = readSignal(body);
  if (!signal) return refuse({ service: service.id, reason: 'not-a-signal' });
  return ok({ service, signalId: verdict.value.id, signal });
}

async function obey(
  deps: ServiceSignalsDeps,
  c: Context<Env>,
  { service, signalId, signal }: Call,
): Promise<Response> {
  const { accountIds } = await acceptSignal(deps, {
    serviceId: service.id,
    serviceName: service.name,
    signalId,
    type: signal.type,
    serviceAccountId: signal.account.id,
    from: clientAddress(c.env.incoming, deps.trustedProxies),
    reference: c.get('reference'),
  });
  const ended = accountIds.length;
  deps.log.info(
    { service: service.id, type: signal.type, ended, reference: c.get('reference') },
    'A service ended links.',
  );
  return c.json({ ended });
}

function refused(error: Refusal): Response {
  const [status, message] = refusals[error];
  return Response.json({ error, message }, { status });
}
