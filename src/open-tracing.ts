import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Configuration } from './config.ts';
import { poolWaits, statements } from './platform/database/index.ts';
import { hashes } from './platform/hashing/index.ts';
import { believesTrace, requests, type TrustedProxies, UNMATCHED } from './platform/http/index.ts';
import { currentReference, type Log } from './platform/log/index.ts';
import { currentSpan, openTracer, type SpanFacts, spanned } from './platform/tracing/index.ts';

export interface Tracing {
  /** Answers each request as a span of its own. */
  following(answer: RequestListener): RequestListener;
  /** Says by which pattern the request goes that is being answered; pages tell theirs by themselves. */
  nameRequest(route: string): void;
  /** Hands over what waits, within so many milliseconds. */
  stop(within: number): Promise<void>;
}

export interface TracingDeps {
  log: Pick<Log, 'warn' | 'info'>;
  trustedProxies: TrustedProxies;
}

/** A wait that is shorter is none. Seconds. */
const WAITED = 0.001;
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'CONNECT', 'TRACE']);
/** What a transaction consisted of is told in the words of its statements, so many of them. */
const LONGEST_SUMMARY = 200;

/**
 * Follows requests, transactions, hashes, calls and messages, and hands the spans to a collector.
 * Comes before the database is opened, or its statements are not followed.
 */
export async function openTracing(
  settings: NonNullable<Configuration['tracing']>,
  deps: () => TracingDeps,
): Promise<Tracing> {
  const { endpoint, headers, sampleRatio, serviceName } = settings;
  const tracer = await openTracer({
    endpoint,
    headers,
    sampleRatio,
    serviceName,
    reference: currentReference,
    onTurn(works, err) {
      if (works) deps().log.info({}, 'Traces are handed over again.');
      else deps().log.warn({ fault: codeOf(err) }, 'Traces could not be handed over.');
    },
  });
  const heard = [
    hashes.hear((hash) => {
      if (hash.outcome === 'refused') {
        return tracer.ended({ name: 'hash refused', attributes: {}, failed: true }, 0);
      }
      if (hash.waited >= WAITED)
        tracer.ended({ name: 'wait for hash', attributes: {} }, hash.waited, hash.took);
      tracer.ended({ name: 'hash', attributes: {} }, hash.took);
    }),
    poolWaits.hear(({ seconds }) => {
      if (seconds >= WAITED) tracer.ended({ name: 'wait for connection', attributes: {} }, seconds);
    }),
    statements.hear(({ name, seconds, failed }) => {
      const around = currentSpan()?.facts;
      if (around?.name === 'transaction') return addStatement(around, name);
      tracer.ended({ name, kind: 'client', attributes: { 'db.query.summary': name }, failed }, seconds);
    }),
    // Of pages; told within their span.
    requests.hear(({ route }) => nameRequest(route)),
  ];
  return {
    following: (answer) => (request, response) => {
      const facts = factsOf(request, deps().trustedProxies);
      spanned(facts, () => {
        const { promise, resolve } = Promise.withResolvers<void>();
        response.once('close', () => {
          noteAnswer(facts, response);
          resolve();
        });
        answer(request, response);
        return promise;
      });
    },
    nameRequest,
    async stop(within) {
      for (const each of heard) each.stop();
      await tracer.stop(within);
    },
  };
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-spans/ */
function factsOf(request: IncomingMessage, trusted: TrustedProxies): SpanFacts {
  const { method = '' } = request;
  const known = METHODS.has(method) ? method : '_OTHER';
  const { traceparent } = request.headers;
  return {
    name: known === '_OTHER' ? 'HTTP' : known,
    kind: 'server',
    parent: typeof traceparent === 'string' && believesTrace(request, trusted) ? traceparent : undefined,
    attributes: { 'http.request.method': known, 'network.protocol.version': request.httpVersion },
  };
}

function nameRequest(route: string): void {
  const facts = currentSpan()?.facts;
  if (facts?.kind === 'server') nameByRoute(facts, route);
}

/** The pattern stands for the path as well: what was asked for may have an id in it. */
function nameByRoute(facts: SpanFacts, route: string): void {
  if (route === UNMATCHED) return;
  facts.name = `${facts.attributes['http.request.method']} ${route}`;
  facts.attributes['http.route'] = route;
  facts.attributes['url.path'] = route;
}

function noteAnswer(facts: SpanFacts, response: ServerResponse): void {
  if (!response.writableFinished) {
    facts.attributes['error.type'] = 'aborted';
    return;
  }
  facts.attributes['http.response.status_code'] = response.statusCode;
  if (response.statusCode < 500) return;
  facts.attributes['error.type'] = String(response.statusCode);
  facts.failed = true;
}

function addStatement({ attributes }: SpanFacts, name: string): void {
  attributes['db.operation.batch.size'] = Number(attributes['db.operation.batch.size'] ?? 0) + 1;
  const summary = attributes['db.query.summary'];
  const longer = summary === undefined ? name : `${summary}; ${name}`;
  if (longer.length <= LONGEST_SUMMARY) attributes['db.query.summary'] = longer;
}

/** Without the collector's own words, which may say what it was sent. */
const codeOf = (fault: (Error & { code?: unknown }) | undefined): string =>
  String(fault?.code ?? fault?.name);
