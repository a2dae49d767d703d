import type { Reply } from '../../features/messages/index.ts';

/** An optional type (RFC 3464: `smtp;`), an optional reply code, and words that may begin with a status. */
const REPLY =
  /^(?:[a-z0-9-]{1,20} ?; ?)?(?:([2-5]\d\d)(?![.\d])[ -]?)?\s*((?:([245]\.\d{1,3}\.\d{1,3})\b)?.*)$/is;

/** Far more than is kept of it. */
const LONGEST = 2000;

/** What stands in a quotation such as `smtp; 550 5.1.1 user unknown`. */
export function readReply(text = '', statusSaid?: string): Reply {
  const [, code, words = '', status] = REPLY.exec(text.slice(0, LONGEST).trim()) ?? [];
  return { code, status: statusSaid || status, words };
}

/** The part of a word that the server itself has said. */
export const quoted = ({ code, status, words }: Reply) => ({ code: status ?? code, words });
