/** The bytes of a body that came in a transfer encoding (RFC 2045); of one that is unknown, as they came. */
export function decodedBytes(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body.replace(/[^A-Za-z0-9+/]/g, ''), 'base64');
  return Buffer.from(
    encoding === 'quoted-printable' ? unquoted(body.replace(/=[ \t]*\n/g, '')) : body,
    'latin1',
  );
}

const unquoted = (text: string): string =>
  text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The bytes as text: in the charset that they are said to be in, where that is known and fits, else in one that fits. */
export function textIn(bytes: Buffer, charset: string | undefined): string {
  for (const each of [charset, 'utf-8']) {
    const text = each === undefined ? undefined : strictly(bytes, each);
    if (text !== undefined) return text;
  }
  return bytes.toString('latin1');
}

function strictly(bytes: Buffer, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A header's encoded words (RFC 2047), decoded. */
export function decodedHeader(value: string): string {
  return value
    .replace(/\?=\s{1,100}=\?/g, '?==?')
    .replace(
      /=\?([\w*-]{1,40})\?([bq])\?([^?]{0,500})\?=/gi,
      (_, charset: string, encoding: string, text: string) =>
        textIn(
          encoding.toLowerCase() === 'b'
            ? decodedBytes(text, 'base64')
            : Buffer.from(unquoted(text.replaceAll('_', ' ')), 'latin1'),
          charset,
        ),
    );
}

/** What a person sees of a page of HTML; good enough to look for a sentence in. */
export function textOfHtml(html: string): string {
  return html
    .split('<')
    .map((piece, index) => (index === 0 ? piece : lineBreak(piece) + piece.slice(piece.indexOf('>') + 1)))
    .join('')
    .replace(/&(nbsp|lt|gt|amp|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? ' ');
}

const lineBreak = (piece: string): string => (/^\/?(p|br|div|tr|li|h\d)\b/i.test(piece) ? '\n' : '');

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };
