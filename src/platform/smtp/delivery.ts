/** What became of handing a message to whoever carries it on. */
export type Delivery = (
  | { outcome: 'accepted'; code: string; words: string }
  /** For good: trying again would bring the same answer. */
  | { outcome: 'refused'; code: string; words: string }
  | { outcome: 'not-now'; code?: string | undefined; words: string }
) & {
  /** The host that answered, where one did. */
  server?: string | undefined;
};

const LONGEST_WORDS = 300;

/** The server's words on one line, without control characters, cut to a length. */
export function shortened(words: string): string {
  const line = words.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length <= LONGEST_WORDS ? line : `${line.slice(0, LONGEST_WORDS - 1)}…`;
}

/** Commands whose refusal is about this message. A refused greeting or sign-in is about us, and passes. */
const ABOUT_THE_MESSAGE = /^(MAIL FROM|RCPT TO|DATA)/;

export function deliveryOfFault(fault: unknown): Delivery {
  const { responseCode, response, command, message } = fault as {
    responseCode?: number;
    response?: string;
    command?: string;
    message?: string;
  };
  const words = shortened(response?.replace(/^\d{3}[ -]/, '') ?? message ?? 'unknown');
  if (responseCode === undefined) return { outcome: 'not-now', words };
  const code = String(responseCode);
  const forGood = responseCode >= 500 && ABOUT_THE_MESSAGE.test(command ?? '');
  return forGood ? { outcome: 'refused', code, words } : { outcome: 'not-now', code, words };
}
