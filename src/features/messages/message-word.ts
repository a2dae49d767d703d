import type { Instant } from '../../kernel/index.ts';
import type { What } from './message-state.ts';

/** Who can say something about a message: ourselves, the server we handed it to, a bounce, or a provider. */
export const sources = [
  'worker',
  'operator',
  'smtp',
  'sms',
  'bounce',
  'amazon-ses',
  'sendgrid',
  'postmark',
  'mailgun',
  'twilio',
  'sms-gateway',
] as const;
export type Source = (typeof sources)[number];

/** What somebody else says, later, about one sending try of ours. */
export interface Word {
  /** As made by `traceOf`; a word with any other is dropped. */
  trace: string;
  what: Extract<What, 'delivered' | 'delayed' | 'bounced' | 'blocked'>;
  /** When it happened, by its source. */
  at: Instant;
  source: Source;
  /** Tells repetitions of one word from two words; unique for source and message. */
  wordId: string;
  /** RFC 3463 (`5.1.1`) where there is one, else the source's own. */
  code?: string | undefined;
  /** The server's own words. */
  words?: string | undefined;
  /** The host that says so, where known: `mx.example.com`. */
  server?: string | undefined;
}
