/** The fields of a header, or of a block that is written like one; names in lower case. */
export type Fields = ReadonlyMap<string, string>;

const MOST_FIELDS = 200;
const LONGEST_VALUE = 4000;

/** Reads lines of `name: value`, folded ones too; of a name that comes twice the first counts. */
export function readFields(lines: Iterable<string>): Fields {
  const fields = new Map<string, string>();
  let open: string | undefined;
  for (const line of lines) {
    const [, name, value = ''] = FIELD.exec(line) ?? [];
    if (name !== undefined) {
      if (fields.size === MOST_FIELDS) break;
      const known = name.toLowerCase();
      open = fields.has(known) ? undefined : known;
      if (open !== undefined) fields.set(open, value.slice(0, LONGEST_VALUE));
    } else if (open !== undefined) {
      // Some servers forget to indent what goes on: whatever is no field belongs to the one before.
      const sofar = fields.get(open) ?? '';
      if (sofar.length < LONGEST_VALUE) fields.set(open, `${sofar} ${line.trim()}`.slice(0, LONGEST_VALUE));
    }
  }
  return fields;
}

/** Whether a new field begins on this line, and which. */
export const fieldName = (line: string): string | undefined => FIELD.exec(line)?.[1]?.toLowerCase();

const FIELD = /^([A-Za-z][\w-]{0,60})[ \t]{0,20}:[ \t]{0,200}(.*)$/;
