import {
  blockingWords,
  type KnownWords,
  knownWords,
  mailboxWords,
  type Verdict,
  vagueWords,
} from './known-words.ts';
import { leaningOfStatus, verdictOfStatus } from './status-verdicts.ts';

/** What a server answered, or a report quotes. */
export interface Reply {
  /** SMTP reply code: `550`. Where it is absent, the beginning of the words may have it. */
  code?: string | undefined;
  /** RFC 3463: `5.1.1`. Where it is absent, the words may have it. */
  status?: string | undefined;
  words: string;
}

/** So much of the words is looked at: strangers write them. */
const LONGEST = 1000;

/**
 * What a reply to a try of ours means: the mailbox is the trouble, or the receiving side does not want it, or us.
 * @returns `deferred` where trying again may help: for 4xx, and for what is known to pass although the code is 5xx
 */
export function classifyReply(reply: Reply): Verdict | 'deferred' {
  const { code, status, text } = readable(reply);
  if (classOf(code, status) === '4') return 'deferred';
  const { means, passes } = weigh(status, text);
  return passes ? 'deferred' : means;
}

/** What a reply means where nobody tries again: whoever reports it has given the message up. */
export function classifyLastReply(reply: Reply): Verdict {
  const { code, status, text } = readable(reply);
  // After days of "not now" nobody has refused anything: it has just not arrived.
  return classOf(code, status) === '4' ? 'bounced' : weigh(status, text).means;
}

/** An enhanced status anywhere in a text that is no longer address or version. */
export const statusIn = (text: string): string | undefined =>
  /(?<![\d.])[245]\.[0-7]\.\d{1,3}(?!\.?\d)/.exec(text)?.[0];

function readable({ code, status, words }: Reply): { code: string; status: string; text: string } {
  const text = withoutAddresses(words.slice(0, LONGEST).toLowerCase());
  return {
    code: code || (/^\s*([245]\d\d)\b/.exec(text)?.[1] ?? ''),
    status: status || (statusIn(text) ?? ''),
    text,
  };
}

const classOf = (code: string, status: string): string | undefined => (code || status)[0];

function weigh(status: string, text: string): Pick<KnownWords, 'means' | 'passes'> {
  return (
    matching(knownWords, text) ??
    matching(blockingWords, text) ??
    matching(mailboxWords, text) ??
    asVerdict(verdictOfStatus(status)) ??
    matching(vagueWords, text) ??
    asVerdict(leaningOfStatus(status)) ?? { means: 'bounced' }
  );
}

const matching = (list: readonly KnownWords[], text: string): KnownWords | undefined =>
  list.find(({ says }) => says.test(text));

const asVerdict = (means: Verdict | undefined) => means && { means };

/** A mailbox called `spam` is no reproach. Repeated codes of a reply of several lines go too. */
function withoutAddresses(text: string): string {
  return text
    .split(/[\s<>]+/)
    .filter((word) => !word.includes('@'))
    .join(' ')
    .replace(/ [45]\d\d-/g, ' ');
}
