/** No header that says where a mail came to is further down. */
const LONGEST_HEADER = 64 * 1024;

export interface HeaderLine {
  /** In lower case. */
  name: string;
  value: string;
}

/** The header of a mail, each field on one line, in its order. Bytes that are no ASCII are read as Latin-1. */
export function headerLines(raw: Buffer): HeaderLine[] {
  const text = raw.subarray(0, LONGEST_HEADER).toString('latin1');
  const [header = ''] = text.split(/\r?\n\r?\n/, 1);
  return header
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const colon = line.indexOf(':');
      return colon > 0
        ? [{ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() }]
        : [];
    });
}
