/** One field of a header, or of a block that is written like one. */
export interface Field {
  /** In lower case. */
  name: string;
  /** On one line. */
  value: string;
}

/** Of a name that comes twice the first counts. */
export type Fields = ReadonlyMap<string, string>;

const MOST_FIELDS = 200;
const LONGEST_VALUE = 4000;
const MOST_HEADER_LINES = 1000;
/** No header goes on further than that. */
const LONGEST_HEADER = 64 * 1024;

/** Reads lines of `name: value`, folded ones too, in their order. */
function listFields(lines: Iterable<string>): Field[] {
  const fields: Field[] = [];
  for (const line of lines) {
    const [, name, value = ''] = FIELD.exec(line) ?? [];
    const open = fields.at(-1);
    if (name !== undefined) {
      if (fields.length === MOST_FIELDS) break;
      fields.push({ name: name.toLowerCase(), value: value.slice(0, LONGEST_VALUE) });
    } else if (open && open.value.length < LONGEST_VALUE) {
      // Some servers forget to indent what goes on: whatever is no field belongs to the one before.
      open.value = `${open.value} ${line.trim()}`.slice(0, LONGEST_VALUE);
    }
  }
  return fields;
}

/** The same, by name. */
export const readFields = (lines: Iterable<string>): Fields =>
  new Map(
    listFields(lines)
      .toReversed()
      .map(({ name, value }) => [name, value]),
  );

/** Whether a new field begins on this line, and which. */
export const fieldName = (line: string): string | undefined => FIELD.exec(line)?.[1]?.toLowerCase();

const FIELD = /^([A-Za-z][\w-]{0,60})[ \t]{0,20}:[ \t]{0,200}(.*)$/;

/** The beginning of a mail, one character for each byte, with lines that end in `\n`, and without what mailboxes put before it. */
export const textOfMail = (raw: Buffer, most: number): string =>
  raw
    .subarray(0, most)
    .toString('latin1')
    .replace(/\r\n?/g, '\n')
    .replace(/^\n+/, '')
    .replace(/^>?From [^\n]*\n/, '');

/** Where a header ends, and what stands below it begins. */
export function splitHeader(text: string): { header: string[]; body: string } {
  const end = text.startsWith('\n') ? 0 : text.indexOf('\n\n');
  const header = end < 0 ? text : text.slice(0, end);
  return {
    header: header.split('\n', MOST_HEADER_LINES),
    body: end < 0 ? '' : text.slice(end).replace(/^\n\n?/, ''),
  };
}

/** The header of a mail, field by field. */
export const headerFields = (raw: Buffer): Field[] =>
  listFields(splitHeader(textOfMail(raw, LONGEST_HEADER)).header);
