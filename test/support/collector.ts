import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ReceivedSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  kind: number;
  seconds: number;
  isError: boolean;
  attributes: Record<string, string | number | boolean>;
}

interface Sent {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: SentSpan[] }[] }[];
}

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number; boolValue?: boolean; doubleValue?: number };
}

interface SentSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
  status: { code?: number };
}

/** What takes traces in over OTLP/HTTP, as a collector does, and keeps them. It ends with the test. */
export async function aCollector(t: Pick<TestContext, 'after'>) {
  const bodies: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const collector = {
    /** `takes` as it should; `refuses`; `hangs` without an answer. */
    state: 'takes' as 'takes' | 'refuses' | 'hangs',
    endpoint: '',
    bodies,
    headers,
    spans: (): ReceivedSpan[] => bodies.flatMap(spansIn),
    resources: () =>
      bodies.flatMap((body) =>
        (JSON.parse(body) as Sent).resourceSpans.map(({ resource }) => valuesOf(resource.attributes)),
      ),
    /** The first span that is as it should be, once it has come. */
    async has(wanted: (span: ReceivedSpan) => boolean, what: string): Promise<ReceivedSpan> {
      for (let tries = 0; tries < 500; tries++) {
        const found = collector.spans().find(wanted);
        if (found) return found;
        await sleep(20);
      }
      const names = collector.spans().map(({ name }) => name);
      throw new Error(`No span of ${what} has come, only: ${names.join(', ')}`);
    },
  };
  const server: Server = createServer(async (request, response) => {
    const body = await text(request);
    if (collector.state === 'hangs') return;
    if (collector.state === 'refuses') return void response.writeHead(400).end('canary');
    headers.push(request.headers);
    bodies.push(body);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  collector.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return collector;
}

const spansIn = (body: string): ReceivedSpan[] =>
  (JSON.parse(body) as Sent).resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
    .map(
      ({
        name,
        traceId,
        spanId,
        parentSpanId,
        kind,
        startTimeUnixNano,
        endTimeUnixNano,
        attributes,
        status,
      }) => ({
        name,
        traceId,
        spanId,
        parentSpanId,
        kind,
        seconds: Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1e9,
        isError: status.code === 2,
        attributes: valuesOf(attributes),
      }),
    );

const valuesOf = (attributes: Attribute[]): Record<string, string | number | boolean> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0] as string]));
