import type { Configuration } from './config.ts';
import { webhookHeaders } from './entrypoints/delivery-webhooks/index.ts';
import { returnPathOf, type SendingDeps } from './features/messages/index.ts';

/**
 * What every try carries so that it can be followed: where its bounces go, what servers are to report it by, and what the
 * configured providers give back with their words. Nothing where no way is configured for any of them to come in.
 */
export function followOf({ mail }: Pick<Configuration, 'mail'>): SendingDeps['follow'] {
  const { bounces, webhooks } = mail;
  if (!bounces && Object.values(webhooks).every((provider) => provider === undefined)) return undefined;
  const headersFor = webhookHeaders(webhooks);
  return (trace) => ({
    ...(bounces && { returnPath: returnPathOf(trace, bounces.domain) }),
    ...(bounces?.successReports && { reports: { envelopeId: trace } }),
    headers: headersFor(trace),
  });
}
