import { seconds } from '../../kernel/index.ts';
import { fetchGuarded } from '../../platform/fetch/index.ts';
import { amazonSes } from './amazon-ses.ts';
import type { DeliveryWebhook, FetchAddress, WebhookSettings } from './delivery-webhook.ts';
import { mailgun } from './mailgun.ts';
import { postmark } from './postmark.ts';
import { sendgrid } from './sendgrid.ts';

/**
 * The providers that are configured.
 * @param fetchAddress the network outside, for providers whose keys are fetched
 * @throws where a key is none
 */
export function openWebhooks(
  settings: WebhookSettings,
  fetchAddress: FetchAddress = fetchOutside,
): DeliveryWebhook[] {
  return [
    settings.amazonSes && amazonSes(settings.amazonSes, fetchAddress),
    settings.sendgrid && sendgrid(settings.sendgrid),
    settings.postmark && postmark(settings.postmark),
    settings.mailgun && mailgun(settings.mailgun),
  ].filter((webhook) => webhook !== undefined);
}

/** The headers of a mail that let every configured provider give its trace back. They reveal no more than its return path. */
export function webhookHeaders(settings: WebhookSettings): (trace: string) => Record<string, string> {
  const webhooks = openWebhooks(settings);
  return (trace) => Object.assign({}, ...webhooks.map(({ headersFor }) => headersFor(trace)));
}

const fetchOutside: FetchAddress = (address) =>
  fetchGuarded(address, {
    method: 'GET',
    headers: { 'accept-encoding': 'identity' },
    signal: AbortSignal.timeout(seconds(5)),
    internalHosts: [],
  });
