import { type QuotedReply, readQuotedReply } from './quoted-reply.ts';

const MOST_LINES = 400;
const LONGEST_LINE = 600;

/** The sentence of a report that says why, as far as it can be told from a text that is meant for people. */
export function findReason(text: string): QuotedReply | undefined {
  const lines = beforeTheOriginal(text)
    .split('\n', MOST_LINES)
    .map((line) => line.slice(0, LONGEST_LINE).trimEnd());
  const candidates = [
    // Sendmail: the last word of the other server.
    ...lines.filter((line) => /^<<< [45]\d\d/.test(line)).slice(-1),
    ...saidByProgram(lines),
    ...belowAddresses(lines),
    ...lines.filter((line) => QUOTES.test(line)),
  ].slice(0, 20);
  const replies = candidates.map(readQuotedReply);
  const best =
    replies.find(({ code, shown }) => code && !code.startsWith('2') && shown) ??
    replies.find(({ status, shown }) => status && shown) ??
    replies.find(({ shown }) => shown);
  return best ?? because(lines);
}

/** Where the report ends and the mail that it is about begins. */
const ORIGINAL =
  /^(-{2,} ?(below this line|this is a copy|the (body|header|unsent)|original|returned|forwarded|message header)|below is a copy|original message( headers)?:|return-path:|received: |message-id: |mime-version: |from: .*\n(to|subject|date): )/im;

function beforeTheOriginal(text: string): string {
  const start = text.slice(0, 40_000);
  const at = start.search(ORIGINAL);
  // A text that begins with such a line has nothing before it.
  return at > 0 ? start.slice(0, at) : start;
}

const QUOTES =
  /(^|[\s:;#<('"])[45]\d\d[- ]#?[45]\.\d{1,3}\.\d{1,3}|(said|error|returned|response|was|;):? ?[45]\d\d[ -]|#[45]\.\d{1,3}\.\d{1,3}/i;

/** A line with an address alone, or with what is said of it. */
const ADDRESS = /^\s{0,20}[<"'(]{0,2}[^\s<>"'@]{1,128}@[^\s<>"'@:;,]{1,255}[>"')]{0,2}(?:[:;,]|\s|$)(.*)$/;

const WHEN = /^(?:on \w{3}, .{10,40}|(?:am|el|il|le|op) \d\d[./-]\d\d[./-]\d{4} \d\d:\d\d)$/;

/** What stands right of and below the addresses that failed, up to the next blank line. */
function belowAddresses(lines: readonly string[]): string[] {
  const found: string[] = [];
  lines.forEach((line, index) => {
    const [, beside] = found.length < 10 ? (ADDRESS.exec(line) ?? []) : [];
    if (beside === undefined) return;
    const after = lines.slice(index + 1, index + 13);
    const blank = after.findIndex((each) => each.trim() === '');
    // Exchange writes the time beside the address.
    found.push([beside.replace(WHEN, ''), ...after.slice(0, blank < 0 ? undefined : blank)].join(' ').trim());
  });
  return found.filter((each) => each !== '');
}

/** Exim: what the program said that was to deliver, below a line such as `------ ada@example.com ------`. */
function saidByProgram(lines: readonly string[]): string[] {
  const heading = lines.findIndex((line) => /^-{6} \S{1,300}@\S{1,255} -{6}$/.test(line));
  const said = heading < 0 ? [] : lines.slice(heading + 1, heading + 6).filter((line) => line.trim() !== '');
  return said.slice(0, 3);
}

const BECAUSE =
  /quota|full\b|exist|unknown|not found|not listed|no such|reject|refus|block|denied|invalid|disabled|too (large|big)|size|reason|because|due to|details|accept|timed out|expired|retr(y|ies)|voll\b|unbekannt|existiert|inconnu|не найден/i;

/** Without any reply quoted: the first lines that give a reason, or what stands below `Reason:`. */
function because(lines: readonly string[]): QuotedReply | undefined {
  const at = lines.findIndex((line) => BECAUSE.test(line) && !/^(subject|to|from|date):/i.test(line));
  if (at < 0) return undefined;
  const heading = HEADING.test(lines[at] ?? '');
  const below = lines
    .slice(heading ? at + 1 : at)
    .filter((line, index) => !heading || index > 5 || /\p{L}/u.test(line));
  const blank = below.findIndex((line) => line.trim() === '');
  const sentence = below.slice(0, blank < 0 ? 3 : Math.min(blank, 3)).join(' ');
  return readQuotedReply(sentence || (lines[at] ?? ''));
}

const HEADING = /:$|^[\s*-]{0,5}(failure )?reasons?[\s*:-]{0,5}$/i;
