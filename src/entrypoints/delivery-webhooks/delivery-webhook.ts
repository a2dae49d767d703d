import type { Source, Word } from '../../features/messages/index.ts';
import type { Instant, Result } from '../../kernel/index.ts';

export type Provider = Extract<Source, 'amazon-ses' | 'sendgrid' | 'postmark' | 'mailgun'>;

/** What the configuration says under `mail.webhooks`; a provider that is absent cannot call. */
export interface WebhookSettings {
  amazonSes?: { topicArns: readonly string[] } | undefined;
  sendgrid?: { publicKey: string } | undefined;
  postmark?: { user: string; password: string } | undefined;
  mailgun?: { signingKey: string } | undefined;
}

/** A call as it came: the body is not touched before it has been found authentic. */
export interface WebhookCall {
  headers: Headers;
  body: Buffer;
  /** When it came, by our clock. */
  now: Instant;
}

export interface Heard {
  /** Also of other people's mail: whoever files them drops what bears no trace of ours. */
  words: Word[];
  /** What happened to the subscription itself, for the log. */
  subscription?: 'confirmed' | 'ended' | undefined;
}

export type Refusal =
  /** Not made by the provider, or for somebody else. */
  | 'not-authentic'
  /** So old that the provider itself would have given up by now, or from the future. */
  | 'stale'
  | 'unreadable'
  /** What is needed to judge it could not be fetched: the same call may be good a minute later. */
  | 'unavailable';

/** A provider that tells by webhook what became of our mail. */
export interface DeliveryWebhook {
  provider: Provider;
  /** What a mail must carry, so that the provider gives the trace back with everything that it says. */
  headersFor(trace: string): Record<string, string>;
  read(call: WebhookCall): Promise<Result<Heard, Refusal>>;
}

/** GETs an address in the public internet: no redirects, and not for long. */
export type FetchAddress = (address: string) => Promise<Response>;
