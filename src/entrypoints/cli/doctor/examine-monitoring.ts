import { seconds } from '../../../kernel/index.ts';
import { isLoopback } from '../../../platform/fetch/index.ts';
import { attention, type Finding, fault, kindOf, well } from './finding.ts';

interface ExaminedMonitoring {
  metrics?: { listen: { host: string; port: number } } | undefined;
  tracing?: { endpoint: string; headers: Readonly<Record<string, string>> } | undefined;
}

/** Whether metrics can be reached by others than the monitoring, and whether the collector takes traces. */
export async function examineMonitoring({ metrics, tracing }: ExaminedMonitoring): Promise<Finding[]> {
  return [
    ...(metrics ? [metricsFinding(metrics.listen)] : []),
    ...(tracing ? [await collectorFinding(tracing)] : []),
  ];
}

/** They are of no person, but tell whoever reads them when tries are refused and how much is going on. */
function metricsFinding({ host, port }: { host: string; port: number }): Finding {
  const hostname = host.includes(':') ? `[${host}]` : host;
  if (isLoopback(hostname)) return well('metrics', `they listen on this machine only, port ${port}`);
  return attention(
    'metrics',
    `they listen on ${hostname}:${port}, which is not this machine alone, and whoever reaches it can read them`,
    'Set metrics.listen.host to 127.0.0.1, or let nobody but the monitoring through the firewall.',
  );
}

async function collectorFinding({ endpoint, headers }: NonNullable<ExaminedMonitoring['tracing']>) {
  const about = 'traces';
  try {
    const { status } = await fetch(endpoint, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ resourceSpans: [] }),
      redirect: 'manual',
      signal: AbortSignal.timeout(seconds(5)),
    });
    if (status === 200) return well(about, 'the collector takes them');
    const todo = 'Look at tracing.endpoint, with its path, and at tracing.headers.';
    return fault(about, `the collector does not take them (${status})`, todo);
  } catch (cause) {
    const todo = 'Look at tracing.endpoint and the collector: until then spans are lost, and nothing else.';
    return attention(
      about,
      `the collector does not answer (${kindOf((cause as Error).cause ?? cause)})`,
      todo,
    );
  }
}
