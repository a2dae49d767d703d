import { isVisible, ok, type Result, refuse, shownText } from '../../kernel/index.ts';

const LONGEST_NAME = 100;

/** A first or last name as the person writes it, on one line (NFC), in code points. */
export function normaliseName(text: string): Result<string, 'name-missing' | 'name-too-long'> {
  // Services and Customer Care read it beside words of ours.
  const name = shownText(text);
  if (!isVisible(name)) return refuse('name-missing');
  return [...name].length > LONGEST_NAME ? refuse('name-too-long') : ok(name);
}
