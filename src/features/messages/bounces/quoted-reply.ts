import { type Reply, statusIn } from '../replies/index.ts';

/** A reply of a server, as somebody else quotes it. */
export interface QuotedReply extends Reply {
  /** The words without codes and without addresses: whom a mail was forwarded to is nobody's business. */
  shown: string;
  /** The server, where the quotation names it. */
  server?: string | undefined;
}

const LONGEST = 1500;

/** Reads what a diagnostic field or a sentence quotes: `host mx.example.com[192.0.2.1] said: 550 5.1.1 …`. */
export function readQuotedReply(quotation: string): QuotedReply {
  const words = quotation.slice(0, LONGEST).replace(/\s+/g, ' ').trim();
  const found = CODE.exec(words);
  // What stands around the quotation is the summary of whoever quotes, and may say something else.
  const rest = found ? words.slice(found.index + found[0].length) : words;
  const code = found?.[1];
  const status = statusIn(rest) ?? statusIn(words);
  return { code, status, words: rest, shown: shownOf(rest, code, status), server: serverNamedIn(words) };
}

/** What stands before a reply code: the beginning, or how programs announce a quotation. */
const CODE =
  /(?:^[#<'"( ]{0,3}|(?:said|says|returned|responded|response|respondió|was|error|problem|mailer|smtp|command|helo|ehlo|data|size=\d{1,12}|[\]>;#]|->|<<<|<--)[:;,]? ?[#<'"(]{0,2})([245]\d\d)(?=[- #'";:]|$)[- ]?['"]?/i;

function shownOf(rest: string, code: string | undefined, status: string | undefined): string {
  const bare = code === undefined ? rest : rest.replaceAll(new RegExp(`(?<!\\S)${code}[- ]`, 'g'), '');
  const pieces = bare.split(
    status ? new RegExp(`(?<![\\w.])#?${status.replaceAll('.', '\\.')}(?![\\w.]) ?`) : /$^/,
  );
  // GMX and others leave the code out, not what announces it.
  const announced = code === undefined && pieces.length > 1 && /\berror\b/i.test(pieces[0] ?? '');
  return (announced && tidied(pieces.slice(1).join(''))) || tidied(pieces.join(''));
}

function tidied(words: string): string {
  const shown = withoutAddresses(
    words
      .replace(/\((in reply to|delivery attempts:)[^()]{0,80}\)|\(\s{0,3}\)/g, '')
      .replace(/ giving up on \S{1,100}$| ?I'm not going to try again;.{0,100}$/i, '')
      // Exchange ends with the server that says it.
      .replace(/ ?<[\w.-]{3,253} ?>$/, '')
      .replace(/ ?warning: message still undelivered .{0,200}$/i, '')
      .replace(/^ ?(?:delay )?reason: /i, '')
      // Exim puts what has gone wrong below the host, also where that host has said nothing.
      .replace(/^host [\w.-]{1,253} \[[\da-f.:]{2,45}\](?::\d{1,5})?:?(?: |$)/i, ''),
  ).replace(/^[\s\-:;,#'"]+|[\s#]+$/g, '');
  // The number of a program's exit tells nobody anything.
  return /\p{L}{2}/u.test(shown) ? withoutLastQuote(shown) : '';
}

/** Of a quotation whose beginning went with the code. */
function withoutLastQuote(shown: string): string {
  const mark = shown.at(-1);
  const alone = (mark === "'" || mark === '"') && shown.split(mark).length % 2 === 0;
  return alone ? shown.slice(0, -1) : shown;
}

/** `host mx.example.com[192.0.2.1] said`, `192.0.2.1 does not like recipient`, `while talking to mx.example.com`. */
function serverNamedIn(words: string): string | undefined {
  const [, host] =
    /(?:\bhost:? |\btalking to |\bH=)([\w-]{1,63}\.[\w.-]{1,190}?)\.?:?(?=[ [(]|$)(?! (?:not|unknown|could))/.exec(
      words,
    ) ??
    /^([\d.]{7,15}|[\w-]{1,63}\.[\w.-]{1,190}) (?:does not like|failed after)/.exec(words) ??
    [];
  return host;
}

/** Every address in a text replaced by an ellipsis. */
export function withoutAddresses(text: string): string {
  return text
    .split(' ')
    .map((word) => (word.includes('@') ? word.replace(/[^<>()[\]"',;:]*@[^<>()[\]"',;:]*/g, '…') : word))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}
