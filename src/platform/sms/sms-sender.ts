export interface TextMessage {
  /** The same for every try of one message. */
  id: string;
  /** E.164. */
  to: string;
  text: string;
  /** What the gateway is to send back with every later word about it; the same text tried twice has two. */
  trace: string;
}

/** What became of handing a text to a gateway. */
export type TextDelivery = (
  | { outcome: 'accepted'; code: string; words: string }
  /** For good: trying again would bring the same answer. The number is the trouble, or it is not wanted there. */
  | { outcome: 'refused'; what: 'bounced' | 'blocked'; code?: string | undefined; words: string }
  /** `retryAfter`: for how many milliseconds the gateway asks to be left alone. */
  | { outcome: 'not-now'; code?: string | undefined; words: string; retryAfter?: number | undefined }
) & {
  /** The host that answered, where one did. */
  server?: string | undefined;
};

export interface SmsSender {
  /** How the numbers begin that texts may go to, and no others: `+44`. */
  allowedPrefixes: readonly string[];
  /** Never throws for what the gateway or the network does: that is a delivery of its own kind. */
  send(message: TextMessage): Promise<TextDelivery>;
}

/** Makes the headers that sign a call. @param id the same for a repeated call */
export type SignText = (call: { id: string; body: string }) => Record<string, string>;
