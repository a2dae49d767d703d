import type { Delivery } from '../smtp/index.ts';

export interface TextMessage {
  /** E.164. */
  to: string;
  text: string;
  /** What the gateway is to send back with every later word about it; the same text tried twice has two. */
  trace: string;
}

export interface SmsSender {
  /** Never throws for what the gateway or the network does: that is a delivery of its own kind. */
  send(message: TextMessage): Promise<Delivery>;
}
