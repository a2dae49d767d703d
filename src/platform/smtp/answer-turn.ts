import type { Delivery } from './delivery.ts';

export type Accepted = Extract<Delivery, { outcome: 'accepted' }>;

/** A turn for the one answer that decides whether a message was taken. */
export interface AnswerTurn {
  /** Before the relay is told of the message; it lasts until the last byte is about to go out, or the try is over. */
  approach?(): Promise<void>;
  /** Before the last byte of the message goes out. */
  begin(): Promise<void>;
  /** Told of "accepted" in the very event that it was read in, before anybody else is. */
  accepted?(delivery: Accepted): void;
  /**
   * Where it is known that no answer comes, and where it was never begun too. A turn whose answer came is ended by
   * whoever gave it, once that is dealt with.
   */
  end(): void;
}
