/** What became of handing a message to whoever carries it on. */
export type Delivery = (
  | { outcome: 'accepted'; code: string; words: string }
  /** For good: trying again would bring the same answer. */
  | {
      outcome: 'refused';
      code: string;
      words: string;
      /** Its sender was refused, which says nothing of the mailbox. */
      what?: 'blocked' | undefined;
    }
  | { outcome: 'not-now'; code?: string | undefined; words: string }
) & {
  /** The host that answered, where one did. */
  server?: string | undefined;
};

/** The relay took nothing of the message, and said nothing about it: another one may be asked. */
export interface Unusable {
  outcome: 'unusable';
  code?: string | undefined;
  words: string;
  /** Whether the next message would fare no better. */
  down: boolean;
}

/** How far a relay had come: not let in yet, told whom the message is for, or taking the message itself. */
export type Stage = 'opening' | 'envelope' | 'data';

const LONGEST_WORDS = 300;

/** The server's words on one line, without control characters, cut to a length. */
export function shortened(words: string): string {
  const line = words.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length <= LONGEST_WORDS ? line : `${line.slice(0, LONGEST_WORDS - 1)}…`;
}

/** The words of a reply: its lines joined, the enhanced code (`5.1.1`) once, at the beginning. */
export function wordsOfReply(reply: string): string {
  const lines = reply.split(/\r?\n/).map((line) => line.replace(/^\d{3}(?:[ -]|$)/, ''));
  const [, status] = /^([245]\.\d{1,3}\.\d{1,3})(?: |$)/.exec(lines[0] ?? '') ?? [];
  const further = lines
    .slice(1)
    .map((line) => (status && line.startsWith(status) ? line.slice(status.length) : line));
  return shortened([lines[0], ...further].join(' '));
}

/** Commands whose answer is about this message. A refused greeting or sign-in is about us, and passes. */
const ABOUT_THE_MESSAGE = /^(MAIL FROM|RCPT TO|DATA)/;
/** Said to the first command of a message, these are about us all the same: going away, or not signed in. */
const ABOUT_US = [421, 530, 534, 535, 538];
const OF_THE_NETWORK = [
  'ECONNECTION',
  'ESOCKET',
  'ETIMEDOUT',
  'EDNS',
  'ETLS',
  'EAUTH',
  'ENOAUTH',
  'EPROTOCOL',
  'EABORT',
];

interface Fault {
  code?: string;
  responseCode?: number;
  response?: string;
  command?: string;
  message?: string;
}

/**
 * What a fault of the mail library says of the try.
 * @throws the fault, where neither the relay nor the network has caused it
 */
export function triedOfFault(fault: unknown, stage: Stage): Delivery | Unusable {
  const { code: kind = '', responseCode, response, command = '', message = '' } = fault as Fault;
  const words = response ? wordsOfReply(response) : shortened(message);
  const code = responseCode === undefined ? undefined : String(responseCode);
  const answered = responseCode !== undefined && ABOUT_THE_MESSAGE.test(command);
  if (!answered && !OF_THE_NETWORK.includes(kind) && kind !== 'EENVELOPE' && kind !== 'EMESSAGE') throw fault;
  const aboutUs = command === 'MAIL FROM' && ABOUT_US.includes(responseCode ?? 0);
  if (stage !== 'data' && (!answered || aboutUs)) {
    return { outcome: 'unusable', code, words, down: aboutUs || stage === 'opening' };
  }
  const forGood = answered && responseCode >= 500;
  if (!forGood) return { outcome: 'not-now', code, words };
  return { outcome: 'refused', code: `${code}`, words, ...(command === 'MAIL FROM' && { what: 'blocked' }) };
}
