import { decodedBytes, textIn } from './decoding.ts';
import { type Fields, readFields, splitHeader, textOfMail } from './mail-fields.ts';

/** A part of a mail that has no parts itself. */
export interface Part {
  /** `text/plain`. */
  type: string;
  /** Of the content type: `report-type`, `charset`. */
  parameters: Readonly<Record<string, string>>;
  text(): string;
}

export interface MailParts {
  headers: Fields;
  /** The content type of the whole. */
  type: string;
  parameters: Readonly<Record<string, string>>;
  /** In the order in which they stand; what a limit has cut off is missing. */
  parts: readonly Part[];
}

// A report has three parts, the largest ones within what a filter wrapped around them.
export const MOST_PARTS = 30;
const DEEPEST = 5;
const MOST_BYTES = 256 * 1024;

/** Takes a mail apart. Never throws, and its work is bounded by the size: a mail within a mail is not opened. */
export function readMail(raw: Buffer): MailParts {
  const whole = readEntity(textOfMail(raw, MOST_BYTES), 'text/plain');
  const parts: Part[] = [];
  collect(whole, 0, parts);
  return { headers: whole.headers, type: whole.type, parameters: whole.parameters, parts };
}

interface Entity {
  headers: Fields;
  type: string;
  parameters: Record<string, string>;
  /** One character for each byte. */
  body: string;
}

function readEntity(text: string, typeWithout: string): Entity {
  const { header, body } = splitHeader(text);
  const headers = readFields(header);
  const contentType = headers.get('content-type') ?? typeWithout;
  return {
    headers,
    type: /^[\w.+-]{1,60}\/[\w.+-]{1,60}/.exec(contentType.trim())?.[0].toLowerCase() ?? 'text/plain',
    parameters: parametersOf(contentType),
    body,
  };
}

function parametersOf(contentType: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [, name = '', quoted, bare = ''] of contentType.matchAll(PARAMETER)) {
    parameters[name.toLowerCase()] ??= quoted ?? bare;
  }
  return parameters;
}

const PARAMETER = /;\s{0,100}([\w*-]{1,40})\s{0,20}=\s{0,20}(?:"([^"]{0,200})"|([^\s;"]{1,200}))/g;

function collect(entity: Entity, depth: number, parts: Part[]): void {
  const boundary = entity.type.startsWith('multipart/') ? entity.parameters['boundary'] : undefined;
  if (!boundary) {
    parts.push(asPart(entity));
    return;
  }
  if (depth === DEEPEST) return;
  const without = entity.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  for (const piece of piecesOf(entity.body, `--${boundary}`)) {
    if (parts.length >= MOST_PARTS) return;
    collect(readEntity(piece, without), depth + 1, parts);
  }
}

/** What stands between the lines that divide a multipart; the last of them may be missing. */
function* piecesOf(body: string, divider: string): Generator<string> {
  let begin: number | undefined;
  for (let at = body.indexOf(divider); at >= 0; at = body.indexOf(divider, at + 1)) {
    // Only at the beginning of a line, which also keeps a line that is made of dividers from being read again and again.
    if (at > 0 && body[at - 1] !== '\n') continue;
    const lineEnd = body.indexOf('\n', at);
    const end = lineEnd < 0 ? body.length : lineEnd;
    const rest = body.slice(at + divider.length, Math.min(end, at + divider.length + 200)).trim();
    // A divider may be how another one begins.
    if (rest !== '' && rest !== '--') continue;
    if (begin !== undefined) yield body.slice(begin, Math.max(begin, at - 1));
    if (rest === '--') return;
    begin = end + 1;
  }
  if (begin !== undefined) yield body.slice(begin);
}

function asPart({ headers, type, parameters, body }: Entity): Part {
  const encoding = headers.get('content-transfer-encoding')?.trim().toLowerCase() ?? '';
  return {
    type,
    parameters,
    text: () => textIn(decodedBytes(body, encoding), parameters['charset']),
  };
}
