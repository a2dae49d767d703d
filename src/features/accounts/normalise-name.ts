import { ok, type Result, refuse } from '../../kernel/index.ts';

const LONGEST_NAME = 100;

/** A first or last name as the person writes it, on one line (NFC), in code points. */
export function normaliseName(text: string): Result<string, 'name-missing' | 'name-too-long'> {
  // Control and direction characters could break out of a line of a mail, or turn its text around.
  const name = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (name === '') return refuse('name-missing');
  return [...name].length > LONGEST_NAME ? refuse('name-too-long') : ok(name);
}
